package camp.elbrusboot.gateway.amocrm.batch;

import camp.elbrusboot.gateway.crm.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Walks over lists that amoCRM serves in whole pages. A part that begins within one is cut out of several. When a page
 * takes amoCRM too long, the walk goes on from the same place with pages of half the size, and so does the next walk. For
 * one caller, one walk at a time.
 */
public final class Pages {
    private int size;

    /** @param size of the first pages asked for */
    public Pages(int size) {
        this.size = size;
    }

    /** One call to amoCRM. */
    @FunctionalInterface
    public interface Source<T> {
        /** The page with this number, counted from 1, if all pages have that size. */
        Uni<Page<T>> page(long number, int size);
    }

    /** What is at these places of the list; less where it ends. */
    public <T> Uni<Page<T>> range(Source<T> source, long from, int count) {
        int asked = size;
        return source.page(from / asked + 1, asked)
                .map(Optional::of)
                .onFailure(failure -> asked > 1 && Parts.tookTooLong(failure))
                .recoverWithItem(Optional.empty())
                .flatMap(page -> {
                    if (page.isEmpty()) {
                        size = asked / 2;
                        return range(source, from, count);
                    }
                    return rest(source, page.get(), from, count, asked);
                });
    }

    private <T> Uni<Page<T>> rest(Source<T> source, Page<T> page, long from, int count, int asked) {
        int skip = (int) (from % asked);
        List<T> rows = page.items().stream().skip(skip).limit(count).toList();
        int within = Math.min(count, asked - skip);
        if (within == count || !page.hasNext()) {
            boolean more = page.hasNext() || page.items().size() > skip + count;
            return Uni.createFrom().item(new Page<>(rows, more));
        }
        return range(source, from + within, count - within)
                .map(others -> new Page<>(
                        Stream.concat(rows.stream(), others.items().stream()).toList(), others.hasNext()));
    }
}
