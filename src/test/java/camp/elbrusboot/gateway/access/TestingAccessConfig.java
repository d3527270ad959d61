package camp.elbrusboot.gateway.access;

import java.time.Duration;
import java.util.Optional;

/** The defaults, with what a test sets. */
final class TestingAccessConfig implements AccessConfig {
    Optional<String> issuer = Optional.empty();
    Optional<String> publicKey = Optional.empty();
    Optional<String> jwksFile = Optional.empty();

    @Override
    public Optional<String> issuer() {
        return issuer;
    }

    @Override
    public Optional<String> publicKey() {
        return publicKey;
    }

    @Override
    public Optional<String> jwksFile() {
        return jwksFile;
    }

    @Override
    public Optional<String> audience() {
        return Optional.of("gateway");
    }

    @Override
    public String rolesClaim() {
        return "roles";
    }

    @Override
    public String accountsClaim() {
        return "accounts";
    }

    @Override
    public String pipelinesClaim() {
        return "pipelines";
    }

    @Override
    public Duration leeway() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean introspection() {
        return false;
    }

    @Override
    public Duration introspectionLasts() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Optional<String> clientId() {
        return Optional.empty();
    }

    @Override
    public Optional<String> clientSecret() {
        return Optional.empty();
    }

    @Override
    public boolean letEverybodyReadEverything() {
        return false;
    }
}
