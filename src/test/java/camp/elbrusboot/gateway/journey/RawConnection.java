package camp.elbrusboot.gateway.journey;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP by the byte, from whichever of the machine's own addresses. */
final class RawConnection implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** Header names are in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawConnection open() {
        return from("127.0.0.1", RestAssured.port);
    }

    static RawConnection from(String address) {
        return from(address, RestAssured.port);
    }

    static RawConnection from(String address, int port) {
        try {
            Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers false when the other side has closed the connection. */
    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    Answer get(String path) {
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return answer();
    }

    Answer post(String path, String body) {
        send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        return answer();
    }

    /** The next answer; its status is 0 when the connection was closed before. */
    Answer answer() {
        try {
            String line = line();
            if (line.isEmpty()) {
                return new Answer(0, Map.of(), "");
            }
            int status = Integer.parseInt(line.split(" ", 3)[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).trim());
            }
            return new Answer(status, headers, body(headers));
        } catch (IOException e) {
            return new Answer(0, Map.of(), "");
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return text(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        }
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(text(in.readNBytes(size)));
            line();
        }
        line();
        return body.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Reads for so long at most; whether the other side has closed. */
    boolean closesWithin(int millis) {
        try {
            socket.setSoTimeout(millis);
            while (in.read() >= 0) {
                // What it still says is of no interest.
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        } finally {
            restorePatience();
        }
    }

    private void restorePatience() {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException closed) {
            // Nobody waits on it any more.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
