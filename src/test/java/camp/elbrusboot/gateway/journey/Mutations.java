package camp.elbrusboot.gateway.journey;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes of a valid list of pairs, {@code a=b&c=d}, one that somebody has damaged, by accident or on purpose. */
final class Mutations {
    private static final List<String> SCRAPS = List.of(
            "%",
            "%zz",
            "%4",
            "%00",
            "%u0041",
            "%c3%28",
            "%ED%A0%80",
            "%EF%BF%BE",
            "%F4%90%80%80",
            "%ff%fe",
            "%252525",
            "+",
            "&&&",
            "===",
            "=",
            "&=x",
            ";",
            "#",
            "?",
            "{",
            "{\"a\":[",
            "[",
            "]",
            "[[[[[[[[",
            "][",
            "[]",
            "[leads][status][0][id]",
            "-1",
            "0",
            "1E999999999",
            "9223372036854775808",
            "99999999999999999999999999999999",
            "NaN",
            "null",
            "\u0000",
            "\u0007\u001b[2J",
            "\t",
            "\u2028",
            "\ud83d\ude00",
            "\u202e",
            "'; drop table delivery; --",
            "${jndi:ldap://localhost/a}",
            "<script>",
            "../../..");
    private static final List<Charset> FOREIGN =
            List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("windows-1251"));

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** The text with one to four things done to it. */
    byte[] of(String valid) {
        byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            bytes = step(bytes);
        }
        return bytes;
    }

    <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private byte[] step(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(bytes.length - at + 1);
        switch (random.nextInt(11)) {
            case 0: {
                if (at < bytes.length) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            case 1:
                return joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at);
            case 2:
                return joined(bytes, at, new byte[0], Math.min(to, at + 1 + random.nextInt(20)));
            case 3:
                return Arrays.copyOf(bytes, at);
            case 4:
                return joined(bytes, at, one(SCRAPS).getBytes(StandardCharsets.UTF_8), at);
            case 5:
                return joined(
                        bytes, at, one(SCRAPS).repeat(1 + random.nextInt(400)).getBytes(StandardCharsets.UTF_8), to);
            case 6:
                return pairs(bytes, pairs -> pairs.add(random.nextInt(pairs.size() + 1), one(pairs)));
            case 7:
                return pairs(bytes, pairs -> pairs.add(one(pairs).replaceFirst("=.*", "=") + one(SCRAPS)));
            case 8:
                return pairs(bytes, pairs -> Collections.shuffle(pairs, random));
            case 9:
                return joined(bytes, at, "x".repeat(1 << random.nextInt(16)).getBytes(StandardCharsets.UTF_8), at);
            default:
                return new String(bytes, StandardCharsets.UTF_8).getBytes(one(FOREIGN));
        }
    }

    private interface Change {
        void to(List<String> pairs);
    }

    private static byte[] pairs(byte[] bytes, Change change) {
        // Byte for byte, whatever the encoding.
        List<String> pairs = new ArrayList<>(List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("&", -1)));
        change.to(pairs);
        return String.join("&", pairs).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] bytes, int until, byte[] middle, int from) {
        return ByteBuffer.allocate(until + middle.length + bytes.length - from)
                .put(bytes, 0, until)
                .put(middle)
                .put(bytes, from, bytes.length - from)
                .array();
    }
}
