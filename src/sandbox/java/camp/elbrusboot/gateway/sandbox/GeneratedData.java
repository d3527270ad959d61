package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fictional data enough to page through. The seed and all times are constant, so that every run and every replica of the
 * sandbox serves the same account.
 */
final class GeneratedData {
    static final int LEADS = 10_000;
    static final int DELETED_LEADS = 12;
    static final int CONTACTS = 15_000;
    static final int COMPANIES = 500;
    static final long FIRST_LEAD = 30_000_001L;
    static final long FIRST_CONTACT = 50_000_001L;
    static final long FIRST_COMPANY = 60_000_001L;

    private static final long SEED = 21_234_439L;
    private static final long FIRST_CREATED_AT = 1_700_000_000L;
    private static final int LONGEST_LIFE = 30_000_000;
    private static final List<String> COURSES =
            List.of("Java с нуля", "Курс JavaScript", "Python-разработчик", "Английский для ИТ", "Аналитик данных");
    private static final List<String> SEASONS = List.of("осень", "зима", "весна", "лето");
    private static final List<Tag> TAGS = List.of(
            new Tag(300_001L, "вебинар", null),
            new Tag(300_002L, "рекомендация", "EBEBEB"),
            new Tag(300_003L, "повторно", null));

    private final Random random = new Random(SEED);
    private final List<Pipeline> pipelines;

    GeneratedData(List<Pipeline> samplePipelines) {
        List<Pipeline> all = new ArrayList<>(samplePipelines);
        all.addAll(pipelines());
        pipelines = List.copyOf(all);
    }

    static List<Pipeline> pipelines() {
        return List.of(
                pipeline(3_100_001L, "Набор в Казани", 30, 41_000_001L),
                pipeline(3_100_002L, "Корпоративное обучение", 40, 42_000_001L));
    }

    static List<LossReason> lossReasons() {
        return List.of(
                new LossReason(7_323_101L, "Пропала потребность", 100_000, 1_582_117_280L, 1_582_117_280L),
                new LossReason(7_323_102L, "Слишком дорого", 110_000, 1_582_117_280L, 1_582_117_280L),
                new LossReason(7_323_103L, "Выбрали других", 120_000, 1_582_117_280L, 1_590_000_000L));
    }

    List<Company> companies() {
        List<Company> companies = new ArrayList<>();
        for (int i = 0; i < COMPANIES; i++) {
            long createdAt = FIRST_CREATED_AT + i * 7_200L;
            companies.add(new Company(
                    FIRST_COMPANY + i,
                    "ООО «Пример " + (i + 1) + "»",
                    user(),
                    0,
                    user(),
                    user(),
                    createdAt,
                    createdAt + random.nextInt(LONGEST_LIFE),
                    null,
                    List.of(),
                    List.of()));
        }
        return companies;
    }

    List<Contact> contacts() {
        GeneratedPeople people = new GeneratedPeople(random);
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < CONTACTS; i++) {
            List<Long> companies =
                    random.nextInt(100) < 30 ? List.of(FIRST_COMPANY + random.nextInt(COMPANIES)) : List.of();
            long createdAt = FIRST_CREATED_AT + i * 2_400L;
            contacts.add(people.contact(i, user(), createdAt, createdAt + random.nextInt(LONGEST_LIFE), companies));
        }
        return contacts;
    }

    /** Living leads in every stage of every pipeline, then the deleted ones. */
    List<Lead> leads() {
        List<Lead> leads = new ArrayList<>();
        for (int i = 0; i < LEADS + DELETED_LEADS; i++) {
            leads.add(lead(i, i >= LEADS));
        }
        return leads;
    }

    private Lead lead(int index, boolean deleted) {
        Pipeline pipeline = pipelines.get(index % pipelines.size());
        Stage stage = pipeline.stages().get(random.nextInt(pipeline.stages().size()));
        long createdAt = FIRST_CREATED_AT + index * 3_600L;
        long updatedAt = createdAt + random.nextInt(LONGEST_LIFE);
        return new Lead(
                FIRST_LEAD + index,
                pick(COURSES) + ", " + pick(SEASONS) + " №" + (index + 1),
                random.nextInt(4) == 0 ? 0 : 5_000L * (1 + random.nextInt(60)),
                user(),
                0,
                stage.id(),
                pipeline.id(),
                lossReason(stage),
                random.nextInt(3) == 0 ? 0 : user(),
                user(),
                createdAt,
                updatedAt,
                stage.closesLeads() ? (Long) updatedAt : null,
                null,
                deleted,
                null,
                random.nextInt(3) == 0 ? List.of(prepayment()) : List.of(),
                random.nextInt(5) == 0 ? List.of(pick(TAGS)) : List.of(),
                random.nextInt(4) == 0 ? List.of(FIRST_COMPANY + random.nextInt(COMPANIES)) : List.of(),
                links());
    }

    private @Nullable Long lossReason(Stage stage) {
        return stage.id() == Stage.LOST ? (Long) pick(lossReasons()).id() : null;
    }

    /** None to three contacts; one lead in twenty has contacts and yet no main one (section 2.3). */
    private List<LeadContact> links() {
        int count = random.nextInt(4);
        boolean withMain = random.nextInt(20) != 0;
        Map<Long, LeadContact> links = new LinkedHashMap<>();
        while (links.size() < count) {
            long contact = FIRST_CONTACT + random.nextInt(CONTACTS);
            boolean main = withMain && links.isEmpty();
            links.computeIfAbsent(contact, id -> new LeadContact(id, main));
        }
        return List.copyOf(links.values());
    }

    /** A number that is a string on the wire (section 2.5). */
    private CustomField prepayment() {
        TextNode amount = TextNode.valueOf(String.valueOf(1_000 * (1 + random.nextInt(40))));
        return new CustomField(
                660_105L, "Сумма предоплаты", null, "numeric", List.of(new CustomField.Value(amount, null, null)));
    }

    private long user() {
        return random.nextBoolean() ? Account.ADMINISTRATOR : 2_772_377L;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Pipeline pipeline(long id, String name, int sort, long firstStage) {
        List<String> colors = List.of("#fffeb2", "#ffeab2", "#d6eaff", "#98cbff", "#ebffb1", "#f9deff");
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(firstStage, "Неразобранное", 10, false, "#c1c1c1", Stage.UNSORTED));
        for (int i = 1; i <= 12; i++) {
            stages.add(new Stage(firstStage + i, "Этап " + i, 10 + 10 * i, true, colors.get(i % colors.size()), 0));
        }
        stages.add(new Stage(Stage.WON, "Успешно реализовано", 10_000, false, "#CCFF66", 0));
        stages.add(new Stage(Stage.LOST, "Закрыто и не реализовано", 11_000, false, "#D5D8DB", 0));
        return new Pipeline(id, name, sort, false, true, false, stages);
    }
}
