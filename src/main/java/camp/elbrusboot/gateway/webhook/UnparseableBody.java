package camp.elbrusboot.gateway.webhook;

import java.io.Serial;

/** A body that is neither of the two encodings. The message says where it fails and shows nothing of the content. */
final class UnparseableBody extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnparseableBody(String message) {
        super(message);
    }
}
