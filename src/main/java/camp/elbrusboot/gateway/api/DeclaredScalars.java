package camp.elbrusboot.gateway.api;

import static graphql.util.TreeTransformerUtil.changeNode;

import graphql.Scalars;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.schema.SchemaTransformer;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import io.smallrye.graphql.scalar.GraphQLScalarTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashSet;

/**
 * Declares what callers give as text under its proper scalar, before the schema is built: lists called {@code ids} or
 * {@code …Ids} as {@code [ID!]}, because SmallRye takes no value for a list that is marked {@code @Id}; and the ends of
 * a {@code TimeRange} as {@code DateTime}, because of a malformed one SmallRye says no more than the name of our class.
 */
@ApplicationScoped
class DeclaredScalars {
    private final Privacy privacy;

    DeclaredScalars(Privacy privacy) {
        this.privacy = privacy;
    }

    void declare(@Observes GraphQLSchema.Builder builder) {
        GraphQLSchema declared = SchemaTransformer.transformSchema(builder.build(), new Renaming());
        builder.query(declared.getQueryType())
                .subscription(declared.getSubscriptionType())
                .clearAdditionalTypes()
                .additionalTypes(ReachableTypes.in(declared))
                // Their arguments are of these scalars too.
                .clearDirectives()
                .additionalDirectives(new LinkedHashSet<>(declared.getDirectives()))
                .codeRegistry(privacy.guarded(declared));
    }

    private static final class Renaming extends GraphQLTypeVisitorStub {
        /** The same object everywhere: a schema has one type of a name. */
        private final GraphQLScalarType dateTime =
                described(GraphQLScalarTypes.getScalarByName("DateTime"), "DateTime", "A time by RFC 3339, in UTC.");

        @Override
        public TraversalControl visitGraphQLArgument(
                GraphQLArgument argument, TraverserContext<GraphQLSchemaElement> context) {
            return isIdList(argument.getName(), argument.getType())
                    ? changeNode(context, argument.transform(a -> a.type((GraphQLInputType) ofIds(argument.getType()))))
                    : TraversalControl.CONTINUE;
        }

        @Override
        public TraversalControl visitGraphQLInputObjectField(
                GraphQLInputObjectField field, TraverserContext<GraphQLSchemaElement> context) {
            if (isIdList(field.getName(), field.getType())) {
                return changeNode(context, field.transform(f -> f.type((GraphQLInputType) ofIds(field.getType()))));
            }
            return context.getParentNode() instanceof GraphQLInputObjectType parent
                            && parent.getName().equals(TimeRange.NAME)
                    ? changeNode(context, field.transform(f -> f.type(dateTime)))
                    : TraversalControl.CONTINUE;
        }

        @Override
        public TraversalControl visitGraphQLScalarType(
                GraphQLScalarType scalar, TraverserContext<GraphQLSchemaElement> context) {
            return switch (scalar.getName()) {
                case "Object" -> changeNode(context, described(scalar, "JSON", "Any JSON value."));
                case "DateTime" -> changeNode(context, dateTime);
                case "BigInteger" ->
                    changeNode(context, described(scalar, "BigInteger", "A whole number of up to 64 bits."));
                default -> TraversalControl.CONTINUE;
            };
        }

        private static GraphQLScalarType described(GraphQLScalarType scalar, String name, String description) {
            return scalar.transform(s -> s.name(name).description(description));
        }

        private static boolean isIdList(String name, GraphQLType type) {
            if (!name.equals("ids") && !name.endsWith("Ids")) {
                return false;
            }
            return type instanceof GraphQLNonNull nonNull
                    ? isIdList(name, nonNull.getWrappedType())
                    : type instanceof GraphQLList;
        }

        private static GraphQLType ofIds(GraphQLType type) {
            if (type instanceof GraphQLNonNull nonNull) {
                return GraphQLNonNull.nonNull(ofIds(nonNull.getWrappedType()));
            }
            return type instanceof GraphQLList list
                    ? GraphQLList.list(ofIds(list.getWrappedType()))
                    : Scalars.GraphQLID;
        }
    }
}
