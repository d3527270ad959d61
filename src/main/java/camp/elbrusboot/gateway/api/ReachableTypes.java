package camp.elbrusboot.gateway.api;

import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.schema.SchemaTraverser;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody can ask for. SmallRye declares more: every class that implements an interface of a declared one
 * (smallrye-graphql #503), so with stage changes all other events of {@code crm}, which are none of a caller's business.
 */
final class ReachableTypes {
    private ReachableTypes() {}

    /** Of the types that stand in the schema beside its roots. */
    static Set<GraphQLType> in(GraphQLSchema schema) {
        Set<String> names = new HashSet<>();
        new SchemaTraverser()
                .depthFirst(new Names(names), List.of(schema.getQueryType(), schema.getSubscriptionType()));
        return schema.getAdditionalTypes().stream()
                .filter(type -> !(type instanceof GraphQLNamedType named) || names.contains(named.getName()))
                .collect(Collectors.toSet());
    }

    private static final class Names extends GraphQLTypeVisitorStub {
        private final Set<String> names;

        Names(Set<String> names) {
            this.names = names;
        }

        @Override
        protected TraversalControl visitGraphQLType(
                GraphQLSchemaElement node, TraverserContext<GraphQLSchemaElement> context) {
            if (node instanceof GraphQLNamedType named) {
                names.add(named.getName());
            }
            return TraversalControl.CONTINUE;
        }
    }
}
