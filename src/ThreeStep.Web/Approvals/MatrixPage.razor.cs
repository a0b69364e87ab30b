using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MudBlazor;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Deals;
using ThreeStep.Web.Layout;
using ThreeStep.Web.Security;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Approvals;

/// <summary>
/// The approval matrix as somebody edits it: nothing counts until it is saved, and who would be asked is told by what stands on the page.
/// </summary>
public partial class MatrixPage
{
    /// <summary>Terms somebody wonders about, as they are typed.</summary>
    sealed class Wondered
    {
        public string Discount { get; set; } = "18";
        public string Amount { get; set; } = 1_200_000m.ToString("N0", CultureInfo.CurrentCulture);
        public string PaymentDays { get; set; } = "0";
        public string FreeService { get; set; } = "0";
        public string Years { get; set; } = "1";
        public string Line { get; set; } = "";
        public string OwnerId { get; set; } = "";
    }

    readonly Wondered wonder = new();
    ApprovalMatrix draft = new([new()]);
    long basedOn;
    bool isChanged, mayChange;
    int? edited;
    string usualDays = "", perMonth = "", perService = "", comment = "", groupName = "", firstMember = "";
    List<string> lines = [], positions = [];
    List<(string Id, string Name)> sellers = [], people = [];
    Dictionary<string, User> users = [];
    IReadOnlyList<(string Id, string Name, ApprovalMatrix? Table)> ownTables = [];
    IReadOnlyList<MatrixHistory> history = [];

    protected override bool Concerns(object changed) => changed is MatrixVersion or User && !isChanged;

    protected override async Task Look(ProcessDatabase database, RecordAccess access, CancellationToken token)
    {
        mayChange = Reader.Is(Role.ProcessOwner, Role.Admin);
        users = await database.Users.OrderBy(user => user.Id).ToDictionaryAsync(user => user.Id, token);
        people = await database.Users.Where(user => user.IsActive).Spoken(token, withRole: true);
        sellers = await database.Sellers().Spoken(token);
        positions = Positions.All(database).ToList();
        lines = (await database.Products.ToListAsync(token)).Select(product => product.Line).Distinct().Order().ToList();
        ownTables = mayChange ? TablesInForce.OfWorkflows(database, Runtime.Definitions) : [];
        history = await MatrixHistory.Read(database, 20, token);
        if (wonder.OwnerId.Length == 0)
            wonder.OwnerId = sellers.Exists(seller => seller.Id == Reader.Id) ? Reader.Id : sellers.FirstOrDefault().Id ?? "";
        if (isChanged) return;
        Show(MatrixVersion.InForce(database));
        basedOn = draft.Version ?? 0;
    }

    void Show(ApprovalMatrix matrix)
    {
        draft = matrix;
        (usualDays, perMonth, perService) = (Written(matrix.Concessions.UsualPaymentDays), Written(matrix.Concessions.PercentPerMonthLater),
            Written(matrix.Concessions.PercentPerServiceMonth));
    }

    static string Written(decimal number) => number.ToString("0.##", CultureInfo.CurrentCulture);

    static (string, string) Named(string line) => (line, Texts.Bilingual.Said(line));

    /// <summary>Who would be asked about what was typed, by what stands on the page.</summary>
    /// <param name="row">The row that fits; 0 where something typed is no number.</param>
    string Answer(out int row)
    {
        row = 0;
        Terms terms;
        try
        {
            terms = new(DealPage.Number(wonder.Amount, "amount"), "", DealPage.Number(wonder.Discount, "discountPercent"),
                DealPage.Count(wonder.Years, "years"), DealPage.Count(wonder.PaymentDays, "paymentDays"),
                DealPage.Count(wonder.FreeService, "freeServiceMonths"), Chosen(wonder.Line));
        }
        catch (RefusalException) { return "…"; }
        var verdict = draft.Ask(terms);
        row = verdict.Row;
        var asked = WhoIsAsked.Of(verdict.Asks, wonder.OwnerId, users);
        if (verdict.Asks.IsNobody) return T($"Row {row}: {Reader.NameOf(wonder.OwnerId)} decides alone.");
        if (asked.Count == 0) return T($"Row {row}: nobody can be asked.");
        string[] parts =
        [
            string.Join(T(", "), asked.Select(each => Reader.Spoken(each.Person.Name))),
            MatrixWords.How(verdict.Asks.Mode, verdict.Asks.RequiredOf(asked.Count), asked.Count), MatrixWords.Within(verdict.Asks.Within),
        ];
        return T($"Row {row}: {string.Join(" · ", parts.Where(part => part.Length > 0))}");
    }

    void Change(ApprovalMatrix matrix)
    {
        (draft, isChanged) = (matrix, true);
        edited = null;
    }

    void Change(Func<List<MatrixRow>, List<MatrixRow>> change) => Change(draft with { Rows = change(draft.Rows.ToList()) });

    void Put(int at, MatrixRow row) => Change(rows => [.. rows.Take(at), row, .. rows.Skip(at + 1)]);

    void Insert(int at)
    {
        Change(rows => [.. rows.Take(at), new MatrixRow { Who = [Approver.Of("SalesManager")], Within = "2 working days" }, .. rows.Skip(at)]);
        edited = at;
    }

    void Remove(int at) => Change(rows => [.. rows.Take(at), .. rows.Skip(at + 1)]);

    void Move(int at, int by)
    {
        Change(rows =>
        {
            (rows[at], rows[at + by]) = (rows[at + by], rows[at]);
            return rows;
        });
        edited = at + by;
    }

    void TakeOver(ApprovalMatrix table)
    {
        Change(table with { Version = null });
        Show(draft);
    }

    async Task Count() => await Do(() =>
    {
        Change(draft with
        {
            Concessions = new(DealPage.Count(usualDays, "usualPaymentDays"), DealPage.Number(perMonth, "percentPerMonthLater"),
                DealPage.Number(perService, "percentPerServiceMonth")),
        });
        return Task.CompletedTask;
    });

    void Found()
    {
        if (Chosen(groupName) is not { } name || Chosen(firstMember) is not { } member) return;
        Change(draft with { Groups = [.. draft.Groups.Where(group => group.Name != name), new(name, [member])] });
        (groupName, firstMember) = ("", "");
    }

    void Join(ApproverGroup group, string? id) => Members(group, Chosen(id) is { } member ? [.. group.Members, member] : group.Members);

    void Leave(ApproverGroup group, string? id) => Members(group, group.Members.Where(member => member != id).ToList());

    /// <summary>A group that nobody is in any more is gone.</summary>
    void Members(ApproverGroup group, IReadOnlyList<string> members) => Change(draft with
    {
        Groups = draft.Groups.Select(each => each.Name == group.Name ? each with { Members = members } : each)
            .Where(each => each.Members.Count > 0).ToList(),
    });

    async Task Save()
    {
        if (!await Do(async () => await Records.Record(Reader.Caller.Actor(), Saving), T("Saved."), Policies.Process)) return;
        (isChanged, comment) = (false, "");
        await LookAgain();

        MatrixVersion Saving(Change change) => SaveMatrix.Apply(change, draft, Chosen(comment), basedOn);
    }

    Task Discard()
    {
        (isChanged, edited) = (false, null);
        return LookAgain();
    }
}
