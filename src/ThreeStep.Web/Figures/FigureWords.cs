using System.Globalization;
using ThreeStep.Orders.Figures;
using ThreeStep.Workflows.Model;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Figures;

/// <summary>Figures as they are told.</summary>
static class FigureWords
{
    /// <summary>A length of time in its largest unit, as short as a badge: 3.2 d, 45 min.</summary>
    public static string Short(TimeSpan? length) => length switch
    {
        null => "–",
        { TotalSeconds: < 1 } => "0",
        { TotalMinutes: < 1 } time => T($"{Number(time.TotalSeconds)} s"),
        { TotalHours: < 1 } time => T($"{Number(time.TotalMinutes)} min"),
        { TotalDays: < 1 } time => T($"{Number(time.TotalHours)} h"),
        { } time => T($"{Number(time.TotalDays)} d"),
    };

    static string Number(double count) => count.ToString(count < 10 ? "0.#" : "#,0", CultureInfo.CurrentCulture);

    public static string Of(WaitsFor kind) => kind switch
    {
        WaitsFor.People => T("our people"),
        WaitsFor.Customer => T("the customer"),
        WaitsFor.Time => T("a time"),
        WaitsFor.Event => T("something that happens"),
        WaitsFor.Program => T("a program or another workflow"),
        _ => T("nobody"),
    };

    public static string Of(string choice) => choice switch
    {
        "quarter" => T("this quarter"),
        "all" => T("all the time"),
        FigureQuery.Days => T("from … to …"),
        _ => T($"the last {choice} days"),
    };

    public static string Of(Paint paint) => paint switch
    {
        Paint.Time => T("how long it stays"),
        Paint.Missed => T("promises missed"),
        Paint.Incidents => T("incidents"),
        Paint.Taken => T("how often it is taken"),
        _ => T("what stands there now"),
    };

    public static string Of(StayKind kind) => kind switch
    {
        StayKind.Completed => T("went on"),
        StayKind.Canceled => T("given up"),
        StayKind.Faulted => T("failed"),
        StayKind.Met => T("promise kept"),
        StayKind.Missed => T("promise missed"),
        StayKind.Again => T("not for the first time"),
        StayKind.Reworked => T("for the second time"),
        StayKind.Standing => T("still there"),
        _ => T("all that left"),
    };
}
