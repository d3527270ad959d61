package camp.elbrusboot.gateway.sandbox;

/** The integration that the gateway is to amoCRM: the same credentials in every account (section 1.1). */
final class Integration {
    static final String CLIENT_ID = "3f0d6a1e-0000-4000-8000-5ea1f1c710a1";
    static final String CLIENT_SECRET = "sandbox-client-secret";
    static final String REDIRECT_URI = "http://localhost:8080/oauth/callback";

    private Integration() {}
}
