package camp.elbrusboot.gateway.account;

/** An integration of amoCRM's, as its settings there show it. */
record Integration(String clientId, String clientSecret, String redirectUri) {
    @Override
    public String toString() {
        return "Integration[" + clientId + "]";
    }
}
