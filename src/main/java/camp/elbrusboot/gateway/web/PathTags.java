package camp.elbrusboot.gateway.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Of an address that is not even one Quarkus makes a tag as it stands: with whatever is secret in it, as long as it is, and up to
 * a hundred of them, after which no route is measured that was not before.
 */
@Singleton
class PathTags implements MeterFilter {
    private static final String URI = "uri";
    private static final Pattern ROUTE = Pattern.compile("[A-Za-z0-9/{}*:._-]{1,100}");

    @Override
    public Meter.Id map(Meter.Id id) {
        String uri = id.getName().startsWith("http.server.") ? id.getTag(URI) : null;
        // A tag that is there already is replaced.
        return uri == null || ROUTE.matcher(uri).matches() ? id : id.withTag(Tag.of(URI, "BAD_ADDRESS"));
    }
}
