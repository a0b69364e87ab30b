using CsCheck;
using ThreeStep.Orders.Approvals;

namespace ThreeStep.Orders.Tests;

/// <summary>What an approval table says about terms.</summary>
public sealed class ApprovalMatrixTests
{
    static MatrixRow For(string position) => new() { Who = [Approver.Of(position)], Within = "1 working day" };

    static string Who(ApprovalMatrix matrix, Terms terms) => string.Join(',', matrix.Ask(terms).Asks.Who.Select(approver => approver.Value));

    [Fact]
    public void The_first_row_that_fits_counts_and_says_why()
    {
        var matrix = new ApprovalMatrix([
            For("CEO") with { YearsFrom = 3 },
            For("CFO") with { PaymentDaysOver = 90 },
            For("Service") with { FreeServiceOver = 12, ProductLines = ["Line"] },
            For("Director") with { DiscountOver = 10, AmountFrom = 500_000 },
            new MatrixRow { DiscountUpTo = 15, AmountBelow = 1_000_000 },
            For("SalesManager"),
        ])
        {
            Concessions = new(30, 0, 0),
        };
        var terms = new Terms(100_000, "CNY", 12);

        Assert.Equal("", Who(matrix, terms));
        Assert.Equal("CEO", Who(matrix, terms with { Years = 3, PaymentDays = 120 }));
        Assert.Equal("CFO", Who(matrix, terms with { PaymentDays = 91 }));
        Assert.Equal("Service", Who(matrix, terms with { FreeServiceMonths = 24, ProductLine = "line" }));
        Assert.Equal("", Who(matrix, terms with { FreeServiceMonths = 24, ProductLine = "Robot" }));
        Assert.Equal("Director", Who(matrix, terms with { Amount = 500_000 }));
        Assert.Equal("SalesManager", Who(matrix, terms with { DiscountPercent = 15.1m }));
        var verdict = matrix.Ask(terms with { Amount = 1_500_000 });
        Assert.Equal((4, "discount 12 %, amount from 500,000"), (verdict.Row, verdict.Rule));
    }

    [Theory]
    [InlineData(9, 30, 0, 9)]
    [InlineData(9, 60, 0, 10)]
    [InlineData(9, 0, 3, 12)]
    [InlineData(99, 300, 12, 100)]
    public void Other_concessions_count_as_discount(double discount, int days, int months, double counted) =>
        Assert.Equal((decimal)counted, new Concessions().Discount(new Terms(1, "CNY", (decimal)discount, 1, days, months)));

    [Fact]
    public void A_payment_term_takes_a_small_discount_to_a_manager() =>
        Assert.Equal("SalesManager", Who(ApprovalMatrix.Usual(1_000_000), new Terms(1_000, "CNY", 9, 1, PaymentDays: 90)));

    [Fact]
    public void A_group_is_the_people_in_it()
    {
        MatrixRow row = new()
        {
            Who = [new(ApproverKind.Group, "board"), new(ApproverKind.Person, "ann")],
            Mode = ApprovalMode.Quorum,
            Quorum = 2,
        };
        var matrix = new ApprovalMatrix([row])
        {
            Groups = [new("board", ["ann", "bob", "cai"])],
        };

        Assert.Equal("ann,bob,cai", Who(matrix, new Terms(1, "CNY", 0)));
    }

    static Gen<T> One<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(index => of[index]);

    static readonly Gen<MatrixRow> Rows = Gen.Select(
        One<decimal?>(null, 5, 10, 20), One<decimal?>(null, 10, 20, 30), One<decimal?>(null, 100, 1_000),
        One<decimal?>(null, 1_000, 5_000), One<int?>(null, 2, 3), One<string[]>([], ["a"], ["a", "b"]),
        (over, upTo, from, below, years, lines) => new MatrixRow
        {
            DiscountOver = over,
            DiscountUpTo = upTo,
            AmountFrom = from,
            AmountBelow = below,
            YearsFrom = years,
            ProductLines = lines,
        });

    static readonly Gen<Terms> SomeTerms = Gen.Select(Gen.Int[0, 40], One(0m, 100, 999, 1_000, 4_999, 5_000), Gen.Int[1, 4],
        One<string?>(null, "a", "b", "c"), (discount, amount, years, line) => new Terms(amount, "CNY", discount, years, ProductLine: line));

    /// <summary>A row that another one above it fits all of is told when a matrix is saved.</summary>
    [Fact]
    public void A_row_that_fits_all_of_another_fits_every_terms_of_it() =>
        Gen.Select(Rows, Rows, SomeTerms).Sample((first, second, terms) =>
            Assert.True(!first.FitsAllOf(second) || !second.Fits(terms, terms.DiscountPercent) || first.Fits(terms, terms.DiscountPercent)));

    /// <summary>As in RULES: by discount, one tier up when the amount is large, the last one when it binds for several years.</summary>
    [Fact]
    public void The_rules_tiers_as_rows_say_the_same() => SomeTerms.Sample(terms =>
    {
        var tiers = ApprovalTier.Defaults;
        var index = tiers.ToList().FindIndex(tier => terms.DiscountPercent <= tier.UpToPercent) + (terms.Amount >= 1_000 ? 1 : 0);
        var expected = tiers[terms.Years > 1 ? tiers.Count - 1 : Math.Min(index, tiers.Count - 1)];
        Assert.Equal(string.Join(',', expected.Positions), Who(ApprovalMatrix.Usual(1_000), terms));
    });

    [Fact]
    public void The_difference_names_rows_that_went_and_came()
    {
        var before = ApprovalMatrix.Usual(1_000_000);
        var after = before with { Rows = [.. before.Rows.Take(3), before.Rows[3] with { Within = "2 hours" }, .. before.Rows.Skip(4)] };

        var difference = MatrixDifference.Of(before, after);

        Assert.Equal([4, 4], difference.Removed.Concat(difference.Added).Select(row => row.Number));
        Assert.True(MatrixDifference.Of(before, before with { Rows = before.Rows.ToList() }).IsNothing);
    }

    /// <summary>A yes covers what is not more in any way, and its product line only.</summary>
    [Fact]
    public void A_yes_covers_no_more_than_what_it_was_said_to()
    {
        var approved = new Terms(100, "CNY", 10, 2, 60, 6, "a");

        Assert.True(approved.Cover(new Terms(90, "CNY", 5, 1, 30, 0, "a")));
        Terms[] more =
        [
            approved with { Amount = 101 }, approved with { DiscountPercent = 11 }, approved with { Years = 3 }, approved with { PaymentDays = 61 },
            approved with { FreeServiceMonths = 7 }, approved with { ProductLine = "b" }, approved with { ProductLine = null },
            approved with { Currency = "EUR" },
        ];
        Assert.All(more, terms => Assert.False(approved.Cover(terms)));
    }
}
