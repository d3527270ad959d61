package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where leads were, one stage after the other, and up to which of them somebody has been told. amoCRM gives each change
 * of a lead a later time than the one before, so that time tells the stages apart even when a lead comes back.
 */
public final class StageHistory {
    private final Map<Long, List<Version>> versions = new HashMap<>();
    private final Map<Long, Integer> heard = new HashMap<>();
    private final Map<Object, Integer> told = new HashMap<>();
    private int moves;
    private boolean complete;

    /** {@code stage} as the gateway identifies it: pipeline and status. */
    record Version(Instant at, String stage) {
        static Version inAmocrm(JsonNode lead) {
            return new Version(
                    Instant.ofEpochSecond(lead.path("updated_at").asLong()),
                    lead.path("pipeline_id").asText() + ":"
                            + lead.path("status_id").asText());
        }

        static Version inAnswer(JsonNode lead) {
            return new Version(
                    Instant.parse(lead.path("updatedAt").asText()),
                    lead.at("/status/id").asText());
        }
    }

    synchronized void begin(long lead, Version version) {
        versions.put(lead, new ArrayList<>(List.of(version)));
        heard.put(lead, 0);
    }

    synchronized List<Long> leads() {
        return versions.keySet().stream().sorted().toList();
    }

    synchronized String stage(long lead) {
        List<Version> all = versions.get(lead);
        return all.get(all.size() - 1).stage();
    }

    /** Nobody can look while the lead is being moved: what is in amoCRM is in the history. */
    synchronized void move(long lead, boolean last, Supplier<Version> move) {
        versions.get(lead).add(move.get());
        moves++;
        complete = last;
    }

    /** Whether these are all the moves that there have been and will be. */
    synchronized boolean isAll(int told) {
        return complete && told == moves;
    }

    /** Of how many moves the listener has been told. */
    synchronized void tell(Object listener, int count) {
        told.put(listener, count);
    }

    /** Moves that not every listener has been told of. */
    synchronized int underWay() {
        return moves - told.values().stream().min(Integer::compare).orElse(moves);
    }

    public synchronized int moves() {
        return moves;
    }

    /** The place of what an event told. */
    synchronized int hear(long lead, Instant changedAt) {
        int index = index(lead, changedAt);
        if (index < 0) {
            throw new AssertionError("an event of lead " + lead + " at " + changedAt + ", when it was not moved");
        }
        heard.merge(lead, index, Math::max);
        return index;
    }

    synchronized int heard(long lead) {
        return heard.get(lead);
    }

    synchronized boolean isStillAt(long lead, int index) {
        return index == versions.get(lead).size() - 1;
    }

    /** Empty when what was read is the stage at that place or a later one; otherwise what is wrong. */
    synchronized String complaint(long lead, int least, JsonNode read) {
        Version version = Version.inAnswer(read);
        int index = index(lead, version.at());
        List<Version> all = versions.get(lead);
        if (index < least) {
            return "lead " + lead + ": read " + version + " (place " + index + "), told before " + all.get(least)
                    + " (place " + least + ")";
        }
        return all.get(index).stage().equals(version.stage())
                ? ""
                : "lead " + lead + ": read " + version + ", which never was: at that time " + all.get(index);
    }

    private int index(long lead, Instant at) {
        List<Version> all = versions.get(lead);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).at().equals(at)) {
                return i;
            }
        }
        return -1;
    }
}
