namespace ThreeStep.Workflows.Diagrams;

/// <summary>A point of a drawing: pixels to the right and down.</summary>
public readonly record struct Spot(double X, double Y);

/// <summary>A rectangle of a drawing, in pixels.</summary>
public readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;
    public double Bottom => Y + Height;
    public Spot Middle => new(X + Width / 2, Y + Height / 2);

    public Area Grown(double by) => new(X - by, Y - by, Width + 2 * by, Height + 2 * by);

    public bool Holds(Spot spot) => spot.X > X && spot.X < Right && spot.Y > Y && spot.Y < Bottom;

    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    /// <summary>True when a line that runs straight across or down enters it; running along its edge does not count.</summary>
    public bool IsEnteredBy(Spot from, Spot to) => Math.Min(from.X, to.X) < Right && Math.Max(from.X, to.X) > X
        && Math.Min(from.Y, to.Y) < Bottom && Math.Max(from.Y, to.Y) > Y;

    /// <summary>The smallest that holds all of them; empty when there are none.</summary>
    public static Area Around(IEnumerable<Area> areas)
    {
        var all = areas.ToList();
        if (all.Count == 0) return default;
        var (left, top) = (all.Min(area => area.X), all.Min(area => area.Y));
        return new(left, top, all.Max(area => area.Right) - left, all.Max(area => area.Bottom) - top);
    }
}
