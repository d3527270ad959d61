package camp.elbrusboot.gateway.amocrm;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Priority;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import camp.elbrusboot.gateway.journey.SandboxControl;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The sandbox and a reader without a cache: what all contracts of readers stand on. */
// What is absent makes a test fail here, which is as good as an assertion.
@NullUnmarked
abstract class ReaderScene {
    static final AccountRef ACCOUNT = new AccountRef(Long.parseLong(SandboxControl.ACCOUNT));
    static final Set<Detail> OF_LEADS = EnumSet.of(Detail.LEAD_CONTACTS, Detail.LEAD_LOSS_REASON);
    static final Set<Detail> OF_CONTACTS = EnumSet.of(Detail.CONTACT_LEADS);
    static final long PIPELINE = 1_309_792;
    static final long LEAD = 26_331_366;
    static final long LOST_LEAD = 26_331_374;
    static final long DELETED_LEAD = 30_010_001;
    static final long CONTACT = 46_925_315;
    static final long NAMELESS_CONTACT = 46_925_428;

    static final long WON_LEAD = 26_331_370;

    /** Two leads have changed then, and other tests do not move them. */
    static final TimeSpan QUIET =
            new TimeSpan(Instant.ofEpochSecond(1_770_000_000), Instant.ofEpochSecond(1_774_525_000));

    final SandboxControl sandbox = new SandboxControl();

    @Inject
    AmocrmReaders readers;

    @Inject
    MeterRegistry meters;

    CrmReader reader;

    /** Of the sandbox, beside the usual ones. */
    abstract String settings();

    /** What the reader says where v4 says this. */
    String type(String typeOfVersion4) {
        return typeOfVersion4;
    }

    /** What it says of the reason of the lost lead. */
    String lossReasonName() {
        return "Пропала потребность";
    }

    @BeforeEach
    void setTheScene() {
        // The application of another test may just have spent the allowance.
        sandbox.settings("{\"rateLimit\":0}");
        sandbox.settings(settings());
        reader = readers.at(Priority.INTERACTIVE);
        await(() -> readers.prepare(ACCOUNT));
        // Whatever is read once in ten minutes.
        leads(Set.of(LEAD, LOST_LEAD));
        contacts(Set.of(CONTACT, NAMELESS_CONTACT));
    }

    @AfterEach
    void leaveNoTrace() {
        sandbox.noFaults();
        sandbox.settings("{\"apiFilter\":true,\"falseNext\":false,\"legacyApi\":true,\"legacyEmpties\":\"mixed\","
                + "\"legacyNumbersAsStrings\":false,\"legacyFieldsAsMap\":false}");
        await(() -> readers.prepare(ACCOUNT));
        sandbox.settings("{\"rateLimit\":7}");
    }

    CustomField field(long id, String name, String code, String type, String text, Long enumId, String enumCode) {
        return new CustomField(
                id, name, code, type(type), List.of(new CustomFieldValue(text, json(type, text), enumId, enumCode)));
    }

    private static Object json(String type, String text) {
        return switch (type) {
            case "checkbox" -> Boolean.valueOf(text);
            case "date" -> Long.valueOf(text);
            default -> text;
        };
    }

    static LeadQuery newest(long offset, int limit) {
        return query(null, List.of(), List.of(), TimeSpan.ALWAYS, LeadOrder.UPDATED_AT_DESC, offset, limit);
    }

    static LeadQuery quiet(long offset, int limit) {
        return query(null, List.of(), List.of(), QUIET, LeadOrder.UPDATED_AT_DESC, offset, limit);
    }

    static LeadQuery query(
            String text,
            List<Long> pipelines,
            List<StatusKey> statuses,
            TimeSpan updatedAt,
            LeadOrder order,
            long offset,
            int limit) {
        return new LeadQuery(
                text,
                new TreeSet<>(pipelines),
                new TreeSet<>(statuses),
                none(),
                TimeSpan.ALWAYS,
                updatedAt,
                TimeSpan.ALWAYS,
                order,
                offset,
                limit);
    }

    static SortedSet<Long> none() {
        return new TreeSet<>();
    }

    static Set<Long> ids(long from, int count) {
        return LongStream.range(from, from + count).boxed().collect(Collectors.toSet());
    }

    /** 1 where the account's entities are read that way, as operators see it. */
    double strategy(String name) {
        return meters.get("gateway.upstream.strategy")
                .tags("account", ACCOUNT.toString(), "strategy", name)
                .gauge()
                .value();
    }

    Map<Long, Lead> leads(Set<Long> ids) {
        return await(() -> reader.leads(ACCOUNT, ids, OF_LEADS));
    }

    Map<Long, Contact> contacts(Set<Long> ids) {
        return await(() -> reader.contacts(ACCOUNT, ids, OF_CONTACTS));
    }

    Page<Lead> list(LeadQuery query) {
        return await(() -> reader.leads(ACCOUNT, query, OF_LEADS));
    }

    static CrmException failure(Supplier<Uni<?>> call) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> call.get().ifNoItem().after(Duration.ofSeconds(60)).fail());
        } catch (CrmException expected) {
            return expected;
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("did not fail");
    }

    static <T> T await(Supplier<Uni<T>> call) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> call.get().ifNoItem().after(Duration.ofSeconds(60)).fail());
        } catch (Throwable failure) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }
}
