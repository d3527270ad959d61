package camp.elbrusboot.gateway.sandbox;

/** The one account that the sandbox plays, and the private integration that is installed in it. */
final class Account {
    static final long ID = 21_234_439L;
    static final String NAME = "Эльбрус Буткемп";
    static final String SUBDOMAIN = "elbrusbootcamp";
    static final String HOST = SUBDOMAIN + ".amocrm.ru";
    static final String ORIGIN = "https://" + HOST;
    static final long ADMINISTRATOR = 2_772_376L;

    static final String CLIENT_ID = "3f0d6a1e-0000-4000-8000-5ea1f1c710a1";
    static final String CLIENT_SECRET = "sandbox-client-secret";
    static final String REDIRECT_URI = "http://localhost:8080/oauth/callback";

    private Account() {}
}
