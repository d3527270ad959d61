package camp.elbrusboot.gateway.crm;

/**
 * Which amoCRM account is meant. First parameter of every port method, part of every key and row.
 *
 * @param id amoCRM's own number of the account, stable when the subdomain is renamed
 */
public record AccountRef(long id) {
    public AccountRef {
        if (id <= 0) {
            throw new IllegalArgumentException("not an account id: " + id);
        }
    }

    @Override
    public String toString() {
        return Long.toString(id);
    }
}
