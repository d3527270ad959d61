package camp.elbrusboot.gateway.account;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

record TestingTokensConfig(Optional<List<String>> keys, Duration stateLives) implements TokensConfig {
    static final String OLD = "old:b2xkLWtleS1vZi10b2tlbnMtYXQtcmVzdC0wMDAwMDE=";
    static final String NEW = "new:bmV3LWtleS1vZi10b2tlbnMtYXQtcmVzdC0wMDAwMDE=";

    static KeyRing ring(String... keys) {
        return new KeyRing(with(keys));
    }

    static TestingTokensConfig with(String... keys) {
        return new TestingTokensConfig(
                keys.length == 0 ? Optional.empty() : Optional.of(List.of(keys)), Duration.ofMinutes(10));
    }

    @Override
    public Duration refusalLasts() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int atOnce() {
        return 4;
    }

    @Override
    public Duration warnAhead() {
        return Duration.ofDays(14);
    }
}
