package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.eventlog.EventLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The log, for who has to know what happened without following it. */
@ApplicationScoped
public class LogReading {
    private final EventLog log;

    LogReading(EventLog log) {
        this.log = log;
    }

    /** The position of the newest event, 0 when there is none. */
    public Uni<Long> end(AccountRef account) {
        return log.end(account);
    }

    /** At most {@code limit} events after the position, in order. */
    public Uni<List<CrmEvent>> after(AccountRef account, long position, int limit) {
        return log.after(account, position, limit).map(EventLog.Reading::events);
    }
}
