package camp.elbrusboot.gateway.artifact;

import camp.elbrusboot.gateway.journey.SandboxControl;
import camp.elbrusboot.gateway.reads.Frontend;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Replicas over one database and one Redis of their own, with nothing cached and nobody beside them. */
final class Fleet implements AutoCloseable {
    final SandboxControl sandbox = new SandboxControl();
    final OwnRedis redis;
    final OwnDatabase database;

    private final List<GatewayProcess> replicas = new CopyOnWriteArrayList<>();
    private final Map<String, String> settings;
    private final Class<?> test;
    private final List<String> jvmOptions;

    /**
     * As fast as the machine allows: the sandbox's allowance is off, and the fleet's out of reach.
     *
     * @param settings over those of the sandbox
     */
    Fleet(Class<?> test, int replicas, Map<String, String> settings, String... jvmOptions) throws Exception {
        this(test, SandboxSettings.settings(), replicas, settings, jvmOptions);
    }

    /** @param common settings that name the PostgreSQL, of which the fleet gets a database of its own */
    Fleet(Class<?> test, Map<String, String> common, int replicas, Map<String, String> settings, String... jvmOptions)
            throws Exception {
        sandbox.reset();
        sandbox.settings("{\"rateLimit\":0,\"accountRateLimit\":0}");
        database = new OwnDatabase(test.getSimpleName().toLowerCase(Locale.ROOT), common);
        redis = new OwnRedis();
        this.test = test;
        this.jvmOptions = List.of(jvmOptions);
        Map<String, String> all = database.settings();
        this.settings = all;
        all.put("gateway.redis.url", redis.url());
        all.put("gateway.account.authorization-code", sandbox.authorizationCode());
        // What is delivered; nobody empties Redis behind the back of these.
        all.put("gateway.cache.memory", "64M");
        all.put("gateway.upstream.requests-per-second", "1000");
        all.put("gateway.upstream.queue", "10000");
        all.putAll(settings);
        try {
            for (int i = 1; i <= replicas; i++) {
                this.replicas.add(process(Integer.toString(i)));
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private GatewayProcess process(String name) throws IOException {
        return GatewayProcess.start(settings, ProcessLog.of(test, name), jvmOptions);
    }

    /** In place of one that was killed, at other ports. */
    void restart(int index) throws IOException {
        replicas.set(index, process(index + 1 + "-again"));
    }

    GatewayProcess replica(int index) {
        return replicas.get(index);
    }

    List<Frontend> frontends() {
        return replicas.stream().map(replica -> new Frontend(replica.port())).toList();
    }

    String socket(int index) {
        return "ws://localhost:" + replicas.get(index).port() + "/graphql";
    }

    /** Where subscribers of each replica connect. */
    List<String> sockets() {
        return IntStream.range(0, replicas.size()).mapToObj(this::socket).toList();
    }

    /** Where each replica takes webhooks. */
    List<String> webhooks() {
        return IntStream.range(0, replicas.size()).mapToObj(this::webhook).toList();
    }

    /** Where a replica takes webhooks. */
    String webhook(int index) {
        return "http://localhost:" + replicas.get(index).port() + SandboxControl.webhookPath();
    }

    @Override
    public void close() throws Exception {
        for (GatewayProcess replica : replicas) {
            replica.kill();
        }
        sandbox.reset();
        redis.close();
        database.close();
    }
}
