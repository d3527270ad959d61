package camp.elbrusboot.gateway.web;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as far as that can be counted. */
public final class Caller {
    private static final int NETWORK_BYTES = 8;

    private Caller() {}

    /**
     * The address for counting: of IPv6 the first 64 bits, for whoever has one address has all of its network. Empty for one that
     * is not known.
     */
    public static String of(@Nullable SocketAddress address) {
        return of(bytes(address == null ? null : address.hostAddress()));
    }

    static String of(@Nullable InetAddress address) {
        return of(address == null ? new byte[0] : plain(address.getAddress()));
    }

    private static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }

    /** 4 bytes, 16 bytes, or none for what is not a literal address. IPv4 in the clothes of IPv6 is IPv4. */
    static byte[] bytes(@Nullable String literal) {
        byte[] bytes = literal == null ? null : NetUtil.createByteArrayFromIpAddressString(literal);
        return bytes == null ? new byte[0] : plain(bytes);
    }

    private static byte[] plain(byte[] bytes) {
        if (bytes.length != 16) {
            return bytes;
        }
        try {
            // The JDK makes an IPv4 address of a mapped one.
            InetAddress address = InetAddress.getByAddress(bytes);
            return address instanceof Inet6Address ? bytes : address.getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
