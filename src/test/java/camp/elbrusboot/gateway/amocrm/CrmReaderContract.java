package camp.elbrusboot.gateway.amocrm;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.StatusKind;
import camp.elbrusboot.gateway.crm.Tag;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds of every reader of amoCRM, whatever the account and its options. Run against the sandbox, without a cache. */
@Timeout(120)
// What is absent makes a test fail here, which is as good as an assertion.
@NullUnmarked
abstract class CrmReaderContract extends ContactsContract {
    @Test
    void showsPipelinesAndTheirStatusesInOrder() {
        List<Pipeline> pipelines = await(() -> reader.pipelines(ACCOUNT));

        assertThat(pipelines).extracting(Pipeline::sort).isSorted();
        assertThat(pipelines)
                .allSatisfy(
                        p -> assertThat(p.statuses()).extracting(Status::sort).isSorted());
        Pipeline pipeline =
                pipelines.stream().filter(p -> p.id() == PIPELINE).findFirst().orElseThrow();
        assertThat(pipeline.name()).isEqualTo("Воронка");
        assertThat(pipeline.main()).isTrue();
        assertThat(pipeline.statuses())
                .extracting(s -> s.statusId() + " " + s.name() + " " + s.color() + " " + s.sort() + " " + s.kind())
                .containsExactly(
                        "23052157 Неразобранное #c1c1c1 10 UNSORTED",
                        "21234445 получен лид #e6e8ea 20 OPEN",
                        "22695448 лид в работе #ccc8f9 30 OPEN",
                        "21234448 позвонили клиенту #ffff99 40 OPEN",
                        "29816575 записан на event #fffd7f 50 OPEN",
                        "29816578 пришел на event #98cbff 60 OPEN",
                        "25805773 emailed pre-course #ffeab2 70 OPEN",
                        "21234451 назначен ЭКЗАМЕН #ffcc66 80 OPEN",
                        "21234454 выставлен счет #deff81 90 OPEN",
                        "29816581 предоплата сделана #87f2c0 100 OPEN",
                        "24677734 связаться позже #99ccff 110 OPEN",
                        "22312969 Отложено на неопределенный срок #ffc8c8 120 OPEN",
                        "28668508 Рассылка #fffeb2 130 OPEN",
                        "142 ОПЛАЧНО #CCFF66 10000 WON",
                        "143 Отказ #D5D8DB 11000 LOST");
        assertThat(pipeline.statuses())
                .allSatisfy(s -> assertThat(s.pipelineId()).isEqualTo(PIPELINE))
                .allSatisfy(s -> assertThat(s.editable()).isEqualTo(s.kind() == StatusKind.OPEN));
    }

    @Test
    void readsTheContactOfTheSample() {
        Contact contact = contacts(Set.of(CONTACT, NAMELESS_CONTACT)).get(CONTACT);

        assertThat(contact.name()).isEqualTo("Тест Тестов Тестович");
        assertThat(contact.firstName()).isEmpty();
        assertThat(contact.lastName()).isEmpty();
        assertThat(contact.emails()).containsExactly(new ContactPoint("test@elbrusboot.camp", "WORK"));
        assertThat(contact.phones()).containsExactly(new ContactPoint("+72323324234", "WORK"));
        assertThat(contact.leadIds()).containsExactly(LEAD);
        assertThat(contact.company()).extracting(Company::id).isEqualTo(46_925_333L);
        assertThat(contact.responsibleUserId()).isEqualTo(2_772_376);
        assertThat(contact.tags()).isEmpty();
        assertThat(contact.createdAt()).isEqualTo(Instant.ofEpochSecond(1_574_453_110));
        assertThat(contact.updatedAt()).isEqualTo(Instant.ofEpochSecond(1_574_542_269));
        assertThat(contact.fields())
                .containsExactly(
                        field(384_535, "Email", "EMAIL", "multitext", "test@elbrusboot.camp", 748_095L, "WORK"),
                        field(384_533, "Телефон", "PHONE", "multitext", "+72323324234", 748_081L, "WORK"),
                        field(660_009, "Опыт программирования", null, "text", "Pascal в школе", null, null),
                        field(384_531, "Должность", "POSITION", "text", "капитан первого ранга", null, null),
                        field(384_539, "Мгн. сообщения", "IM", "multitext", "testskype", 748_099L, "SKYPE"),
                        field(682_005, "Facebook", null, "url", "http://testfacebook", null, null),
                        field(681_999, "Имя в Facebook", null, "text", "testfacebookname", null, null),
                        field(682_001, "Instagram", null, "url", "http://@test", null, null),
                        field(682_011, "ВКонтакте", null, "text", "test@vk", null, null));
    }

    @Test
    void readsAContactWithNothingButAName() {
        Contact contact = contacts(Set.of(CONTACT, NAMELESS_CONTACT)).get(NAMELESS_CONTACT);

        assertThat(contact.name()).isEqualTo("+79995550103");
        assertThat(contact.firstName()).isNull();
        assertThat(contact.lastName()).isNull();
        assertThat(contact.fields()).isEmpty();
        assertThat(contact.emails()).isEmpty();
        assertThat(contact.leadIds()).isEmpty();
        assertThat(contact.company()).isNull();
    }

    @Test
    void readsALeadWithEveryKindOfField() {
        Lead lead = leads(Set.of(LEAD, LOST_LEAD)).get(LEAD);

        assertThat(lead.name()).isEqualTo("Курс Java, осенний поток");
        assertThat(lead.price()).isEqualTo(120_000);
        assertThat(lead.pipelineId()).isEqualTo(PIPELINE);
        assertThat(lead.contactIds()).containsExactly(CONTACT, 46_925_420L);
        assertThat(lead.mainContactId()).isEqualTo(CONTACT);
        assertThat(lead.company()).extracting(Company::id).isEqualTo(46_925_333L);
        assertThat(lead.tags()).containsExactly(new Tag(100_667, "java"), new Tag(100_702, "рассрочка"));
        assertThat(lead.lossReason()).isNull();
        assertThat(lead.closedAt()).isNull();
        assertThat(lead.createdAt()).isEqualTo(Instant.ofEpochSecond(1_574_453_110));
        assertThat(lead.deleted()).isFalse();
        assertThat(lead.fields())
                .containsExactly(
                        field(660_101, "Формат обучения", null, "select", "Очно, Москва", 1_192_301L, null),
                        field(660_103, "Дата экзамена", null, "date", "1774904400", null, null),
                        field(660_105, "Сумма предоплаты", null, "numeric", "15000", null, null),
                        field(660_107, "Нужна рассрочка", null, "checkbox", "true", null, null),
                        field(660_109, "utm_source", "UTM_SOURCE", "tracking_data", "yandex", null, null));
    }

    @Test
    void readsALostLeadWithoutContacts() {
        Lead lead = leads(Set.of(LEAD, LOST_LEAD)).get(LOST_LEAD);

        assertThat(lead.contactIds()).isEmpty();
        assertThat(lead.mainContactId()).isNull();
        assertThat(lead.company()).isNull();
        assertThat(lead.fields()).isEmpty();
        assertThat(lead.closedAt()).isEqualTo(Instant.ofEpochSecond(1_774_001_200));
        assertThat(lead.lossReason().id()).isEqualTo(7_323_101);
        assertThat(lead.lossReason().name()).isEqualTo(lossReasonName());
    }

    @Test
    void leavesOutWhatAmoCrmDoesNotHave() {
        assertThat(leads(Set.of(999L, LEAD, DELETED_LEAD, 30_000_001L))).containsOnlyKeys(LEAD, 30_000_001L);
        assertThat(leads(Set.of(999L, DELETED_LEAD))).isEmpty();
        assertThat(leads(Set.of(999L))).isEmpty();
        assertThat(leads(Set.of())).isEmpty();
        assertThat(contacts(Set.of(999L, CONTACT))).containsOnlyKeys(CONTACT);
        assertThat(contacts(Set.of(999L, 998L))).isEmpty();
    }

    @Test
    void readsTwoHundredAndFiftyWithACall() {
        Set<Long> leadIds = ids(30_000_001, 600);
        Set<Long> contactIds = ids(50_000_001, 300);
        int before = sandbox.requests();

        assertThat(leads(leadIds).keySet()).isEqualTo(leadIds);
        assertThat(sandbox.requestsSince(before)).hasSize(3);
        assertThat(contacts(contactIds).keySet()).isEqualTo(contactIds);
        assertThat(sandbox.requestsSince(before)).hasSize(5);
    }

    /** One is read by the address of the entity in v4, many in whatever way the account allows. */
    @Test
    void readsManyAsItReadsOne() {
        Set<Long> leadIds = new TreeSet<>(ids(30_000_060, 6));
        leadIds.addAll(Set.of(LEAD, LOST_LEAD, WON_LEAD));
        Map<Long, Lead> leads = leads(leadIds);
        for (long id : leadIds) {
            assertThat(leads.get(id))
                    .usingRecursiveComparison()
                    .ignoringFields("company.name")
                    .isEqualTo(leads(Set.of(id)).get(id));
        }
        Set<Long> contactIds = new TreeSet<>(ids(50_000_020, 6));
        contactIds.addAll(Set.of(CONTACT, NAMELESS_CONTACT, 46_925_390L, 46_925_420L));
        Map<Long, Contact> contacts = contacts(contactIds);
        for (long id : contactIds) {
            assertThat(contacts.get(id))
                    .usingRecursiveComparison()
                    .ignoringFields("company.name")
                    .isEqualTo(contacts(Set.of(id)).get(id));
        }
    }

    @Test
    void takesFieldsOfATypeThatNobodyKnows() {
        List<CustomField> strange = contacts(ids(50_000_001, 250)).values().stream()
                .flatMap(contact -> contact.fields().stream())
                .filter(field -> field.id() == 682_099)
                .toList();

        assertThat(strange).isNotEmpty().allSatisfy(field -> {
            assertThat(field.name()).isEqualTo("Голограмма");
            assertThat(field.type()).isEqualTo(type("hologram"));
            assertThat(field.values().get(0).text()).contains("\"shape\":\"cube\"");
        });
    }

    @Test
    void asksForLessWhenAmoCrmTakesTooLong() {
        sandbox.fault("{\"kind\":\"status\",\"status\":504,\"path\":\"/api\",\"moreThan\":70}");

        assertThat(leads(ids(30_000_001, 250)).keySet()).isEqualTo(ids(30_000_001, 250));
        List<Lead> slowly = list(newest(30, 100)).items();
        sandbox.noFaults();
        assertThat(slowly).isEqualTo(list(newest(30, 100)).items());
    }

    @Test
    void failsWhenAmoCrmTakesTooLongForASingleOne() {
        sandbox.fault("{\"kind\":\"status\",\"status\":504,\"path\":\"/api\"}");
        int before = sandbox.requests();

        assertThat(failure(() -> reader.contacts(ACCOUNT, ids(50_000_001, 8), OF_CONTACTS))
                        .code())
                .isEqualTo(CrmErrorCode.UPSTREAM_TIMEOUT);
        assertThat(sandbox.requestsSince(before)).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void listsTheNewestFirst() {
        Page<Lead> page = list(newest(0, 60));

        assertThat(page.items()).hasSize(60);
        assertThat(page.items())
                .extracting(Lead::id)
                .contains(LEAD, WON_LEAD, LOST_LEAD)
                .doesNotHaveDuplicates();
        assertThat(page.items()).extracting(Lead::updatedAt).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(page.hasNext()).isTrue();
        List<Lead> oldest = list(query(null, List.of(), List.of(), TimeSpan.ALWAYS, LeadOrder.CREATED_AT_ASC, 0, 40))
                .items();
        assertThat(oldest).hasSize(40).extracting(Lead::createdAt).isSorted();
        assertThat(oldest.get(0).id()).isEqualTo(LEAD);
        assertThat(oldest).extracting(Lead::id).contains(30_000_001L, 30_000_002L, 30_000_036L);
    }

    @Test
    void pagesWithoutGapAndRepetition() {
        List<Lead> whole = list(newest(0, 130)).items();
        List<Lead> pieces = new ArrayList<>();
        for (int limit : List.of(50, 33, 47)) {
            Page<Lead> page = list(newest(pieces.size(), limit));
            assertThat(page.hasNext()).isTrue();
            pieces.addAll(page.items());
        }
        assertThat(pieces).isEqualTo(whole).hasSize(130);
    }

    @Test
    void knowsWhereAListEnds() {
        assertThat(list(quiet(0, 1)).hasNext()).isTrue();
        Page<Lead> all = list(quiet(0, 2));
        assertThat(all.items()).extracting(Lead::id).containsExactly(WON_LEAD, LOST_LEAD);
        assertThat(all.hasNext()).isFalse();
        Page<Lead> last = list(quiet(1, 50));
        assertThat(last.items()).extracting(Lead::id).containsExactly(LOST_LEAD);
        assertThat(last.hasNext()).isFalse();
        assertThat(list(quiet(2, 50))).isEqualTo(new Page<>(List.of(), false));
        assertThat(list(quiet(50, 50))).isEqualTo(new Page<>(List.of(), false));
    }

    @Test
    void listsNothingThatWasNotAskedFor() {
        TimeSpan late = new TimeSpan(Instant.ofEpochSecond(1_763_000_000), null);
        List<Lead> all = list(query(null, List.of(), List.of(), late, LeadOrder.UPDATED_AT_DESC, 0, 250))
                .items();
        assertThat(all).hasSizeBetween(20, 249);

        List<Lead> ofAPipeline = list(query(
                        null, List.of(PIPELINE), List.of(), late, LeadOrder.UPDATED_AT_DESC, 0, 250))
                .items();
        assertThat(ofAPipeline)
                .isNotEmpty()
                .isEqualTo(all.stream().filter(l -> l.pipelineId() == PIPELINE).toList());

        StatusKey lost = new StatusKey(PIPELINE, 143);
        List<Lead> ofAStatus = list(query(null, List.of(), List.of(lost), late, LeadOrder.UPDATED_AT_DESC, 0, 250))
                .items();
        assertThat(ofAStatus)
                .extracting(Lead::id)
                .contains(LOST_LEAD)
                .isEqualTo(all.stream()
                        .filter(l -> l.pipelineId() == PIPELINE && l.statusId() == 143)
                        .map(Lead::id)
                        .toList());
        assertThat(all).anyMatch(l -> l.pipelineId() != PIPELINE && l.statusId() == 143);

        List<Lead> ofAUser = list(new LeadQuery(
                        null,
                        none(),
                        new TreeSet<>(),
                        new TreeSet<>(Set.of(2_772_377L)),
                        TimeSpan.ALWAYS,
                        late,
                        TimeSpan.ALWAYS,
                        LeadOrder.UPDATED_AT_DESC,
                        0,
                        250))
                .items();
        assertThat(ofAUser)
                .isNotEmpty()
                .isEqualTo(all.stream()
                        .filter(l -> l.responsibleUserId() == 2_772_377)
                        .toList());

        TimeSpan closed = new TimeSpan(Instant.ofEpochSecond(1_774_001_200), Instant.ofEpochSecond(1_774_001_201));
        assertThat(list(new LeadQuery(
                                null,
                                none(),
                                new TreeSet<>(),
                                none(),
                                TimeSpan.ALWAYS,
                                late,
                                closed,
                                LeadOrder.UPDATED_AT_DESC,
                                0,
                                250))
                        .items())
                .extracting(Lead::id)
                .containsExactly(LOST_LEAD);
    }

    @Test
    void findsFreeText() {
        assertThat(list(query("осенний поток", List.of(), List.of(), TimeSpan.ALWAYS, LeadOrder.UPDATED_AT_DESC, 0, 50))
                        .items())
                .extracting(Lead::id)
                .containsExactly(LEAD);
        assertThat(list(query(
                        "осенний поток", List.of(PIPELINE + 1), List.of(), TimeSpan.ALWAYS, LeadOrder.ID_ASC, 0, 50)))
                .isEqualTo(new Page<>(List.of(), false));
    }
}
