using Acornima;
using Acornima.Ast;

namespace ThreeStep.Workflows.Expressions;

/// <summary>
/// What a script asks for by names that stand in it: functions, variables, inputs, outputs, records and their fields. Names that are only known
/// when it runs are left out.
/// </summary>
sealed class ScriptFacts : AstVisitor
{
    /// <summary>Names that the script itself makes: functions, constants, parameters, and what it assigns to.</summary>
    readonly HashSet<string> made = new(StringComparer.Ordinal) { "arguments" };
    readonly HashSet<string> asked = new(StringComparer.Ordinal);
    readonly HashSet<string> called = new(StringComparer.Ordinal);
    /// <summary>The kind of record behind a name, as in <c>const deal = getRecord("Deal", id)</c>.</summary>
    readonly Dictionary<string, string> recordNames = new(StringComparer.Ordinal);

    ScriptFacts() { }

    /// <exception cref="ExpressionException">The script does not parse.</exception>
    public static ScriptFacts Of(string code)
    {
        var facts = new ScriptFacts();
        facts.Visit(JavaScript.Parse(code));
        return facts;
    }

    /// <summary>Functions it calls that it does not make itself.</summary>
    public IEnumerable<string> Functions => called.Except(made);

    /// <summary>Everything else it names without making it.</summary>
    public IEnumerable<string> Names => asked.Except(called).Except(made);

    public HashSet<string> VariablesRead { get; } = new(StringComparer.Ordinal);
    public HashSet<string> VariablesSet { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Inputs { get; } = new(StringComparer.Ordinal);
    /// <summary>Ids or names of activities whose output it asks for.</summary>
    public HashSet<string> OutputsOf { get; } = new(StringComparer.Ordinal);
    public HashSet<string> RecordKinds { get; } = new(StringComparer.Ordinal);
    public HashSet<(string Kind, string Field)> RecordFields { get; } = [];

    /// <summary>The names of an object that is all the script gives, as in <c>({ DealId: 1 })</c>; null where that is not so simple.</summary>
    public static IReadOnlyList<string>? NamesOfObject(string code)
    {
        if (JavaScript.Parse(code).Body is not [ExpressionStatement { Expression: ObjectExpression given }]) return null;
        var named = given.Properties.OfType<Property>().Where(property => !property.Computed);
        var names = named.Select(property => NameOf(property.Key)).OfType<string>().ToList();
        return names.Count == given.Properties.Count ? names : null;
    }

    protected override object? VisitIdentifier(Identifier node)
    {
        asked.Add(node.Name);
        return null;
    }

    protected override object? VisitCallExpression(CallExpression node)
    {
        if (node.Callee is Identifier function)
        {
            called.Add(function.Name);
            if (node.Arguments is [StringLiteral { Value: var name }, ..]) Ask(function.Name, name);
        }
        // ((deal) => deal.amount)(getRecord("Deal", id))
        if (node.Callee is IFunction direct)
            foreach (var (parameter, argument) in direct.Params.Zip(node.Arguments)) Remember(parameter, argument);
        return base.VisitCallExpression(node);
    }

    void Ask(string function, string name)
    {
        switch (function)
        {
            case "getVariable":
                VariablesRead.Add(name);
                break;
            case "setVariable":
                VariablesSet.Add(name);
                break;
            case "getInput":
                Inputs.Add(name);
                break;
            case "getOutputFrom":
                OutputsOf.Add(name);
                break;
            case "getRecord":
                RecordKinds.Add(name);
                break;
        }
    }

    protected override object? VisitMemberExpression(MemberExpression node)
    {
        var field = node.Computed ? (node.Property as StringLiteral)?.Value : NameOf(node.Property);
        if (field is not null)
        {
            if (node.Object is Identifier { Name: "variables" }) VariablesRead.Add(field);
            else if (node.Object is Identifier { Name: "input" }) Inputs.Add(field);
            else if (KindOf(node.Object) is { } kind) RecordFields.Add((kind, field));
        }
        Visit(node.Object);
        if (node.Computed) Visit(node.Property);
        return null;
    }

    /// <summary>The kind of record an expression gives: <c>getRecord("Deal", id)</c>, <c>getRecord("Deal", id) || {}</c>, or a name for it.</summary>
    string? KindOf(Node? node) => node switch
    {
        CallExpression { Callee: Identifier { Name: "getRecord" }, Arguments: [StringLiteral kind, ..] } => kind.Value,
        LogicalExpression either => KindOf(either.Left),
        ChainExpression chain => KindOf(chain.Expression),
        ParenthesizedExpression inner => KindOf(inner.Expression),
        Identifier name => recordNames.GetValueOrDefault(name.Name),
        _ => null,
    };

    void Remember(Node name, Node? value)
    {
        if (name is Identifier known && KindOf(value) is { } kind) recordNames[known.Name] = kind;
        if (name is ObjectPattern pattern && KindOf(value) is { } opened)
            foreach (var property in pattern.Properties.OfType<Property>())
                if (!property.Computed && NameOf(property.Key) is { } field) RecordFields.Add((opened, field));
    }

    protected override object? VisitVariableDeclarator(VariableDeclarator node)
    {
        Make(node.Id);
        Remember(node.Id, node.Init);
        return base.VisitVariableDeclarator(node);
    }

    protected override object? VisitAssignmentExpression(AssignmentExpression node)
    {
        // A name that is assigned to without being declared becomes one of the whole script.
        Make(node.Left);
        return base.VisitAssignmentExpression(node);
    }

    protected override object? VisitFunctionDeclaration(FunctionDeclaration node)
    {
        MakeThoseOf(node);
        return base.VisitFunctionDeclaration(node);
    }

    protected override object? VisitFunctionExpression(FunctionExpression node)
    {
        MakeThoseOf(node);
        return base.VisitFunctionExpression(node);
    }

    protected override object? VisitArrowFunctionExpression(ArrowFunctionExpression node)
    {
        MakeThoseOf(node);
        return base.VisitArrowFunctionExpression(node);
    }

    protected override object? VisitClassDeclaration(ClassDeclaration node)
    {
        Make(node.Id);
        return base.VisitClassDeclaration(node);
    }

    protected override object? VisitCatchClause(CatchClause node)
    {
        Make(node.Param);
        return base.VisitCatchClause(node);
    }

    void MakeThoseOf(IFunction function)
    {
        Make(function.Id);
        foreach (var parameter in function.Params) Make(parameter);
    }

    void Make(Node? pattern)
    {
        switch (pattern)
        {
            case Identifier name:
                made.Add(name.Name);
                break;
            case AssignmentPattern withDefault:
                Make(withDefault.Left);
                break;
            case RestElement rest:
                Make(rest.Argument);
                break;
            case ArrayPattern list:
                foreach (var element in list.Elements) Make(element);
                break;
            case ObjectPattern fields:
                foreach (var property in fields.Properties) Make(property is Property named ? named.Value : property);
                break;
        }
    }

    // Names of properties and labels are not asked for.

    protected override object? VisitObjectProperty(ObjectProperty node) => VisitNamed(node);

    protected override object? VisitAssignmentProperty(AssignmentProperty node) => VisitNamed(node);

    object? VisitNamed(Property node)
    {
        if (node.Computed) Visit(node.Key);
        Visit(node.Value);
        return null;
    }

    protected override object? VisitMethodDefinition(MethodDefinition node)
    {
        Visit(node.Value);
        return null;
    }

    protected override object? VisitPropertyDefinition(PropertyDefinition node)
    {
        if (node.Value is not null) Visit(node.Value);
        return null;
    }

    protected override object? VisitLabeledStatement(LabeledStatement node)
    {
        Visit(node.Body);
        return null;
    }

    protected override object? VisitBreakStatement(BreakStatement node) => null;

    protected override object? VisitContinueStatement(ContinueStatement node) => null;

    protected override object? VisitMetaProperty(MetaProperty node) => null;

    /// <summary><c>typeof x</c> asks whether there is one.</summary>
    protected override object? VisitUnaryExpression(UnaryExpression node) =>
        node is { Operator: Operator.TypeOf, Argument: Identifier } ? null : base.VisitUnaryExpression(node);

    static string? NameOf(Node key) => key switch
    {
        Identifier name => name.Name,
        StringLiteral text => text.Value,
        _ => null,
    };
}
