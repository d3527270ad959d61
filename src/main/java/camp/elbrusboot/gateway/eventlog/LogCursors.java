package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;

/** Makes cursors of an account's log, and says what they mean. */
public final class LogCursors {
    private final AccountRef account;
    private final LogEpoch epoch;

    LogCursors(AccountRef account, LogEpoch epoch) {
        this.account = account;
        this.epoch = epoch;
    }

    /** A cursor after which everything beyond the position comes. */
    public String at(long position) {
        return epoch.cursor(position);
    }

    /**
     * The position that a cursor means. Fails as INVALID_ARGUMENT for what is no cursor of this account, and as
     * CURSOR_EXPIRED for one of another epoch.
     */
    public long position(String cursor) {
        Cursor read = epoch.read(cursor);
        if (read == null) {
            throw new CrmException(
                    CrmErrorCode.INVALID_ARGUMENT,
                    "argument \"after\" is not a cursor of the stage changes of account " + account);
        }
        if (read.epoch() != epoch.epoch) {
            throw expired();
        }
        return read.position();
    }

    /** For whoever would go on from where the log no longer reaches. */
    static CrmException expired() {
        return new CrmException(
                CrmErrorCode.CURSOR_EXPIRED,
                "what happened after this cursor is no longer known; read what is shown anew, and go on from there");
    }
}
