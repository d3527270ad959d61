package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeQuery;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Reads stage changes out of the log, in its order. Failures are those of the database, as they come. */
@ApplicationScoped
public class StageChangeHistory implements PanacheRepository<LoggedStageChange> {
    /** The position of who has none and takes what there is. */
    public static final long BEGINNING = -1;

    private static final String OF_LEADS = """
            select * from stage_change where id in (select id from (
              select id, row_number() over (partition by lead_id order by id) as place from stage_change
                where account_id = :account and lead_id = any(cast(:leads as bigint[])) and id > :after and id <= :upTo
                and (:everywhere or pipeline_id = any(cast(:pipelines as bigint[])))
            ) as numbered where place <= :limit) order by id
            """;

    private final UnitOfWork unitOfWork;
    private final Epochs epochs;
    private final Retention retention;

    StageChangeHistory(UnitOfWork unitOfWork, Epochs epochs, Retention retention) {
        this.unitOfWork = unitOfWork;
        this.epochs = epochs;
        this.retention = retention;
    }

    /**
     * At most {@code limit} of those wanted, after the one position and not after the other. Fails as CURSOR_EXPIRED when
     * some of them may have been deleted.
     */
    public Uni<List<StageChange>> between(
            AccountRef account, long after, long upTo, StageChangeQuery wanted, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", account.id());
        parameters.put("after", after);
        parameters.put("upTo", upTo);
        StringJoiner where = new StringJoiner(" and ");
        where.add("accountId = :account").add("id > :after").add("id <= :upTo");
        if (!wanted.leadIds().isEmpty()) {
            where.add("leadId in (:leads)");
            parameters.put("leads", wanted.leadIds());
        }
        if (!wanted.pipelineIds().isEmpty()) {
            where.add("pipelineId in (:pipelines)");
            parameters.put("pipelines", wanted.pipelineIds());
        }
        if (!wanted.statuses().isEmpty()) {
            StringJoiner any = new StringJoiner(" or ", "(", ")");
            wanted.statuses().forEach(key -> {
                int number = parameters.size();
                any.add("pipelineId = :p" + number + " and statusId = :s" + number);
                parameters.put("p" + number, key.pipelineId());
                parameters.put("s" + number, key.statusId());
            });
            where.add(any.toString());
        }
        return unitOfWork.run(() -> epochs.of(account).flatMap(epoch -> find(where + " order by id", parameters)
                .page(Page.ofSize(limit))
                .list()
                .call(rows -> complete(account, after))
                .map(rows -> rows.stream().map(row -> row.toEvent(epoch)).toList())));
    }

    /**
     * At most {@code limit} of each of the leads, after the one position and not after the other; by lead. Fails as
     * CURSOR_EXPIRED when some of them may have been deleted.
     *
     * @param pipelines into which they lead; absent for any
     */
    public Uni<Map<Long, List<StageChange>>> ofLeads(
            AccountRef account, Set<Long> leadIds, Optional<Set<Long>> pipelines, long after, long upTo, int limit) {
        return unitOfWork.run(() -> epochs.of(account).flatMap(epoch -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(OF_LEADS, LoggedStageChange.class)
                        .setParameter("account", account.id())
                        .setParameter("leads", leadIds.toArray(Long[]::new))
                        .setParameter("everywhere", pipelines.isEmpty())
                        .setParameter("pipelines", pipelines.orElse(Set.of()).toArray(Long[]::new))
                        .setParameter("after", after)
                        .setParameter("upTo", upTo)
                        .setParameter("limit", limit)
                        .getResultList())
                .call(rows -> complete(account, after))
                .map(rows -> rows.stream()
                        .map(row -> row.toEvent(epoch))
                        .collect(Collectors.groupingBy(StageChange::leadId)))));
    }

    private Uni<Void> complete(AccountRef account, long after) {
        return after == BEGINNING ? Uni.createFrom().voidItem() : retention.check(account, after);
    }

    /** They change when an operator says that the log is another one. */
    public Uni<LogCursors> cursors(AccountRef account) {
        return unitOfWork.run(() -> epochs.of(account).map(epoch -> new LogCursors(account, epoch)));
    }
}
