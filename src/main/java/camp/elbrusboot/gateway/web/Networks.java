package camp.elbrusboot.gateway.web;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks of IPv4 and IPv6, each as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address. */
public final class Networks {
    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> all;

    private Networks(List<Network> all) {
        this.all = all;
    }

    /** Fails as IllegalArgumentException, whose message goes on after the name of the setting. */
    public static Networks of(List<String> texts) {
        return new Networks(texts.stream().map(Networks::network).toList());
    }

    private static Network network(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        byte[] address = Caller.bytes(slash < 0 ? trimmed : trimmed.substring(0, slash));
        String bits = slash < 0 ? Integer.toString(address.length * 8) : trimmed.substring(slash + 1);
        if (address.length == 0 || !bits.matches("\\d{1,3}") || Integer.parseInt(bits) > address.length * 8) {
            throw new IllegalArgumentException("has \"" + trimmed
                    + "\", which is no network: such as 192.0.2.0/24, 2001:db8::/32 or one address is needed");
        }
        return new Network(address, Integer.parseInt(bits));
    }

    /** Never for an address that is not known. */
    public boolean contain(@Nullable SocketAddress address) {
        byte[] bytes = Caller.bytes(address == null ? null : address.hostAddress());
        return bytes.length > 0 && all.stream().anyMatch(network -> network.contains(bytes));
    }
}
