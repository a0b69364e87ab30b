using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>A process owner says who must say yes to what. What is asked already goes on by the table it was asked by.</summary>
public static class SaveMatrix
{
    const int MostRows = 100;
    const int MostPeople = 20;
    const int MostLines = 50;

    /// <param name="basedOn">The version it was made from, 0 for none; null saves whatever is there.</param>
    /// <exception cref="RefusalException">
    /// It is not theirs to say, a row cannot be, somebody in it is not known, or somebody else has saved since.
    /// </exception>
    public static MatrixVersion Apply(Change change, ApprovalMatrix matrix, string? comment = null, long? basedOn = null)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin))
            throw RefusalException.Forbidden("A process owner or an administrator says who approves what.");
        var latest = MatrixVersion.Latest(change.Database);
        if (basedOn is { } known && known != (latest?.Id ?? 0))
            throw RefusalException.Conflict("Somebody else has saved the approval matrix meanwhile. Load it again; nothing of theirs was overwritten.");
        var @checked = Checked(matrix, new People(change));
        if (latest is not null && MatrixDifference.Of(latest.Matrix, @checked).IsNothing)
            throw RefusalException.Conflict("Nothing has changed: this is how the approval matrix is already.");
        var version = change.Database.ApprovalMatrices.Add(new MatrixVersion
        {
            Matrix = @checked,
            SavedAt = change.Now,
            SavedById = change.By.UserId,
            Comment = TextField.Note(comment, "comment"),
        }).Entity;
        change.Database.SaveChanges();
        change.Audit(AuditAction.ApprovalMatrixChanged, FormattableString.Invariant($"{version.Id}"));
        OpenQuestions.HoldAll(change);
        return version;
    }

    /// <summary>Who can be named in a table.</summary>
    sealed class People(Change change)
    {
        public bool IsThere(string id) => change.Database.Users.Find(id) is { IsActive: true };

        public bool IsHeld(string position) => Positions.All(change.Database).Contains(position);
    }

    /// <summary>A matrix as it would be saved, for one that is only tried.</summary>
    /// <exception cref="RefusalException">A row cannot be, or somebody in it is not known.</exception>
    public static ApprovalMatrix Checked(Change change, ApprovalMatrix matrix) => Checked(matrix, new People(change));

    static ApprovalMatrix Checked(ApprovalMatrix matrix, People people)
    {
        var rows = matrix.Rows ?? [];
        if (rows.Count is 0 or > MostRows) throw RefusalException.Invalid("rows", $"An approval matrix has between 1 and {MostRows} rows.");
        var groups = (matrix.Groups ?? []).Select((group, index) => CheckedGroup(group, $"groups[{index}]", people)).ToList();
        if (groups.Select(group => group.Name).Distinct().Count() < groups.Count)
            throw RefusalException.Invalid("groups", "Two groups have the same name.");
        var tidy = rows.Select((row, index) => CheckedRow(row, $"rows[{index}]", groups, people)).ToList();
        for (var index = 1; index < tidy.Count; index++)
            if (tidy.FindIndex(row => row.FitsAllOf(tidy[index])) is var above && above < index)
                throw RefusalException.Invalid($"rows[{index}]", $"Row {index + 1} is never reached: row {above + 1} fits all of it already.");
        if (!tidy[^1].FitsAllOf(new MatrixRow()))
            throw RefusalException.Invalid($"rows[{tidy.Count - 1}]", "The last row is for everything else: it has no conditions.");
        return new(tidy) { Groups = groups, Concessions = CheckedConcessions(matrix.Concessions ?? new()) };
    }

    static Concessions CheckedConcessions(Concessions given) => new(
        NumberField.Between(given.UsualPaymentDays, 0, Limits.PaymentDays, "concessions.usualPaymentDays"),
        NumberField.Percent(given.PercentPerMonthLater, "concessions.percentPerMonthLater"),
        NumberField.Percent(given.PercentPerServiceMonth, "concessions.percentPerServiceMonth"));

    static ApproverGroup CheckedGroup(ApproverGroup? group, string field, People people)
    {
        if (group is null) throw RefusalException.Invalid(field, "A group has a name and members.");
        var name = TextField.Required(group.Name, $"{field}.name", "A name is needed.");
        var members = (group.Members ?? []).Distinct().ToList();
        if (members.Count is 0 or > MostPeople)
            throw RefusalException.Invalid($"{field}.members", $"A group has between 1 and {MostPeople} members.");
        foreach (var gone in members.Where(id => !people.IsThere(id ?? "")))
            throw RefusalException.Invalid($"{field}.members", $"There is no active user '{gone}'.");
        return new(name, members);
    }

    static MatrixRow CheckedRow(MatrixRow? row, string field, List<ApproverGroup> groups, People people)
    {
        if (row is null) throw RefusalException.Invalid(field, "A row has conditions, and who is asked.");
        var who = (row.Who ?? []).Select((approver, index) => CheckedApprover(approver, $"{field}.who[{index}]", groups, people)).Distinct().ToList();
        if (row.DiscountOver is { } over && row.DiscountUpTo is { } upTo && over >= upTo)
            throw RefusalException.Invalid($"{field}.discountUpTo", $"No discount is above {over:0.##} % and up to {upTo:0.##} %.");
        if (row.AmountFrom is { } from && row.AmountBelow is { } below && from >= below)
            throw RefusalException.Invalid($"{field}.amountBelow", $"No amount is from {from:N0} on and below {below:N0}.");
        var count = who.Sum(approver => groups.Find(group => approver == new Approver(ApproverKind.Group, group.Name))?.Members.Count ?? 1);
        if (count > MostPeople) throw RefusalException.Invalid($"{field}.who", $"At most {MostPeople} people are asked.");
        if (row.ProductLines?.Count > MostLines)
            throw RefusalException.Invalid($"{field}.productLines", $"At most {MostLines} product lines in a row.");
        if (!Enum.IsDefined(row.Mode)) throw RefusalException.Invalid($"{field}.mode", "All, Any, Sequential or Quorum.");
        if (row.Mode == ApprovalMode.Quorum && (row.Quorum < 1 || row.Quorum > count))
            throw RefusalException.Invalid($"{field}.quorum", $"Of {count} people, between 1 and {count} can be enough.");
        return row with
        {
            DiscountOver = Percent(row.DiscountOver, "discountOver"),
            DiscountUpTo = Percent(row.DiscountUpTo, "discountUpTo"),
            AmountFrom = NumberField.Amount(row.AmountFrom, $"{field}.amountFrom"),
            AmountBelow = NumberField.Amount(row.AmountBelow, $"{field}.amountBelow"),
            PaymentDaysOver = Count(row.PaymentDaysOver, 0, Limits.PaymentDays, "paymentDaysOver"),
            FreeServiceOver = Count(row.FreeServiceOver, 0, Limits.FreeServiceMonths, "freeServiceOver"),
            YearsFrom = Count(row.YearsFrom, 1, Limits.Years, "yearsFrom"),
            ProductLines = (row.ProductLines ?? []).Select(line => TextField.Line(line, $"{field}.productLines", TextField.LongestName))
                .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList(),
            Who = who,
            Mode = who.Count == 0 ? ApprovalMode.Any : row.Mode,
            Quorum = row.Mode == ApprovalMode.Quorum && who.Count > 0 ? row.Quorum : 1,
            Within = who.Count == 0 ? null : Within(row.Within, $"{field}.within"),
        };

        decimal? Percent(decimal? value, string name) => value is { } percent ? NumberField.Percent(percent, $"{field}.{name}") : null;
        int? Count(int? value, int least, int most, string name) =>
            value is { } count ? NumberField.Between(count, least, most, $"{field}.{name}") : null;
    }

    static Approver CheckedApprover(Approver? approver, string field, List<ApproverGroup> groups, People people)
    {
        var value = approver?.Value?.Trim() ?? "";
        if (Refusal(approver?.Kind, value, groups, people) is { } refusal) throw RefusalException.Invalid(field, refusal);
        return new(approver!.Kind, value);
    }

    static Message? Refusal(ApproverKind? kind, string value, List<ApproverGroup> groups, People people)
    {
        switch (kind)
        {
            case ApproverKind.Position:
                if (people.IsHeld(value)) return null;
                return $"Nobody has the position “{value}”. The usual ones: {string.Join(", ", Positions.Usual)}.";
            case ApproverKind.Person:
                if (people.IsThere(value)) return null;
                return $"There is no active user '{value}'.";
            case ApproverKind.Group:
                if (groups.Exists(group => group.Name == value)) return null;
                return $"There is no group “{value}” in this matrix.";
            case ApproverKind.Manager:
                return value is [>= '1' and <= '9'] ? null : "A manager stands between 1 and 9 levels above.";
            default:
                return "A position, a manager, a person or a group is asked.";
        }
    }

    static string Within(string? text, string field)
    {
        var words = TextField.Required(text, field, "Those who are asked need some time to answer.");
        try
        {
            if (Durations.Read(words) is { IsNothing: false } length) return length.ToString();
        }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid(field, refusal.Words); }
        throw RefusalException.Invalid(field, "Those who are asked need some time to answer.");
    }
}
