namespace ThreeStep.Workflows.Diagrams;

/// <summary>
/// Leads arrows round boxes: from the right edge of a box to the left edge of another, across and down, short, with few bends, and not along other
/// arrows. The cheapest way on a grid of the lines beside and between the boxes (A*).
/// </summary>
static class ArrowWays
{
    /// <summary>Between a box and the lines beside it, in pixels.</summary>
    static readonly double[] Lanes = [12, 20, 28];
    /// <summary>Lines keep so far from boxes.</summary>
    const double Margin = 6;
    /// <summary>An arrow is sought so far beyond the two boxes it joins.</summary>
    const double Around = 260;
    /// <summary>Places looked at before an arrow is drawn without regard to boxes: a very large drawing is shown all the same.</summary>
    const int MostSteps = 60_000;
    const double PerBend = 45, PerCrossing = 14, PerPieceAlong = 30;

    enum Heading { Right, Left, Down, Up }

    public static IReadOnlyList<Arrow> Lead(IReadOnlyList<Box> boxes, IReadOnlyList<Arrow> arrows)
    {
        var areas = boxes.ToDictionary(box => box.Id, box => box.Area);
        var leaving = Leaving(arrows, areas);
        var grid = new Grid(boxes.Select(box => box.Area).ToList(), leaving.Values.Select(spot => spot.Y));
        var ways = new Dictionary<Arrow, IReadOnlyList<Spot>>();
        // The short ones first: they are straight, and the long ones go round.
        foreach (var arrow in arrows.OrderBy(arrow => Distance(leaving[arrow], Entering(areas[arrow.To]))))
            ways[arrow] = grid.Find(leaving[arrow], Entering(areas[arrow.To]), arrow);
        return arrows.Select(arrow => arrow with { Way = ways[arrow] }).ToList();
    }

    /// <summary>Several arrows leave a box one below the other, in the order of what they lead to, so that they need not cross.</summary>
    static Dictionary<Arrow, Spot> Leaving(IReadOnlyList<Arrow> arrows, Dictionary<string, Area> areas) => arrows.GroupBy(arrow => arrow.From)
        .SelectMany(group => group.OrderBy(arrow => areas[arrow.To].Middle.Y).Select((arrow, index) => (arrow, Spot: new Spot(areas[arrow.From].Right,
            Math.Round(areas[arrow.From].Y + areas[arrow.From].Height * (index + 1) / (group.Count() + 1))))))
        .ToDictionary(item => item.arrow, item => item.Spot);

    static Spot Entering(Area area) => new(area.X, Math.Round(area.Middle.Y));

    static double Distance(Spot from, Spot to) => Math.Abs(from.X - to.X) + Math.Abs(from.Y - to.Y);

    sealed class Grid
    {
        readonly double[] columns, rows;
        readonly bool[,] isBlocked;
        readonly Dictionary<(int Column, int Row, bool IsAcross), List<Arrow>> taken = [];

        public Grid(List<Area> boxes, IEnumerable<double> ports)
        {
            columns = Lines(boxes.SelectMany(box => Lanes.SelectMany(lane => (double[])[box.X - lane, box.Right + lane]).Append(box.Middle.X)));
            rows = Lines(boxes.SelectMany(box => Lanes.SelectMany(lane => (double[])[box.Y - lane, box.Bottom + lane]).Append(box.Middle.Y))
                .Concat(ports));
            isBlocked = new bool[columns.Length, rows.Length];
            foreach (var box in boxes.Select(box => box.Grown(Margin)))
                for (var column = From(columns, box.X); column < columns.Length && columns[column] < box.Right; column++)
                    for (var row = From(rows, box.Y); row < rows.Length && rows[row] < box.Bottom; row++) isBlocked[column, row] = true;
        }

        static double[] Lines(IEnumerable<double> places) => places.Select(place => Math.Round(place)).Distinct().Order().ToArray();

        /// <summary>The first line at that place or after it.</summary>
        static int From(double[] lines, double place)
        {
            var found = Array.BinarySearch(lines, place);
            return found >= 0 ? found : ~found;
        }

        public IReadOnlyList<Spot> Find(Spot from, Spot to, Arrow arrow)
        {
            var (first, last) = (new Spot(from.X + Lanes[0], from.Y), new Spot(to.X - Lanes[0], to.Y));
            if (Search(first, last, arrow) is not { } way) return Plain(from, to);
            return Straightened([from, .. way, to]);
        }

        /// <summary>Without regard to boxes.</summary>
        static IReadOnlyList<Spot> Plain(Spot from, Spot to) => to.X > from.X
            ? Straightened([from, new((from.X + to.X) / 2, from.Y), new((from.X + to.X) / 2, to.Y), to])
            : Straightened([from, new(from.X + Lanes[0], from.Y), new(from.X + Lanes[0], (from.Y + to.Y) / 2),
                new(to.X - Lanes[0], (from.Y + to.Y) / 2), new(to.X - Lanes[0], to.Y), to]);

        List<Spot>? Search(Spot first, Spot last, Arrow arrow)
        {
            var start = (Column: From(columns, Math.Round(first.X)), Row: From(rows, first.Y), Heading: Heading.Right);
            var goal = (Column: From(columns, Math.Round(last.X)), Row: From(rows, last.Y));
            if (start.Column >= columns.Length || goal.Column >= columns.Length || isBlocked[start.Column, start.Row]
                || isBlocked[goal.Column, goal.Row]) return null;
            var window = Area.Around([new(first.X, first.Y, 0, 0), new(last.X, last.Y, 0, 0)]).Grown(Around);
            var cost = new Dictionary<(int Column, int Row, Heading Heading), double> { [start] = 0 };
            var before = new Dictionary<(int Column, int Row, Heading Heading), (int Column, int Row, Heading Heading)>();
            var done = new HashSet<(int, int, Heading)>();
            var open = new PriorityQueue<(int Column, int Row, Heading Heading), double>();
            open.Enqueue(start, 0);
            while (open.TryDequeue(out var here, out _))
            {
                if (!done.Add(here)) continue;
                if ((here.Column, here.Row) == goal && here.Heading == Heading.Right) return Taken(here, before, arrow);
                if (done.Count > MostSteps) return null;
                foreach (var heading in Enum.GetValues<Heading>())
                {
                    if (IsBack(heading, here.Heading)) continue;
                    var (column, row) = heading switch
                    {
                        Heading.Right => (here.Column + 1, here.Row),
                        Heading.Left => (here.Column - 1, here.Row),
                        Heading.Down => (here.Column, here.Row + 1),
                        _ => (here.Column, here.Row - 1),
                    };
                    if (column < 0 || row < 0 || column >= columns.Length || row >= rows.Length || isBlocked[column, row]
                        || !window.Holds(new(columns[column], rows[row]))) continue;
                    var next = (column, row, heading);
                    var spent = cost[here] + Math.Abs(columns[column] - columns[here.Column]) + Math.Abs(rows[row] - rows[here.Row])
                        + (heading == here.Heading ? 0 : PerBend) + Company(here.Column, here.Row, column, row, arrow);
                    if (cost.TryGetValue(next, out var known) && known <= spent) continue;
                    (cost[next], before[next]) = (spent, here);
                    open.Enqueue(next, spent + Math.Abs(columns[column] - last.X) + Math.Abs(rows[row] - last.Y));
                }
            }
            return null;
        }

        static bool IsBack(Heading heading, Heading former) => (heading, former) is (Heading.Left, Heading.Right) or (Heading.Right, Heading.Left)
            or (Heading.Up, Heading.Down) or (Heading.Down, Heading.Up);

        /// <summary>What it costs to run along or across other arrows. Those that go to the same box may run together.</summary>
        double Company(int column, int row, int toColumn, int toRow, Arrow arrow)
        {
            var isAcross = row == toRow;
            var along = (Math.Min(column, toColumn), Math.Min(row, toRow), isAcross);
            var cost = taken.TryGetValue(along, out var others) && others.Exists(other => other.To != arrow.To) ? PerPieceAlong : 0;
            var crossed = taken.TryGetValue((toColumn, toRow, !isAcross), out others)
                && taken.ContainsKey(isAcross ? (toColumn, toRow - 1, false) : (toColumn - 1, toRow, true))
                && others.Exists(other => other.To != arrow.To);
            return cost + (crossed ? PerCrossing : 0);
        }

        List<Spot> Taken((int Column, int Row, Heading Heading) end,
            Dictionary<(int Column, int Row, Heading Heading), (int Column, int Row, Heading Heading)> before, Arrow arrow)
        {
            var way = new List<Spot> { new(columns[end.Column], rows[end.Row]) };
            while (before.TryGetValue(end, out var former))
            {
                var piece = (Math.Min(end.Column, former.Column), Math.Min(end.Row, former.Row), end.Row == former.Row);
                if (!taken.TryGetValue(piece, out var arrows)) taken[piece] = arrows = [];
                arrows.Add(arrow);
                end = former;
                way.Add(new(columns[end.Column], rows[end.Row]));
            }
            way.Reverse();
            return way;
        }

        /// <summary>Without the places at which it goes straight on.</summary>
        static List<Spot> Straightened(IReadOnlyList<Spot> way)
        {
            var straight = new List<Spot>();
            foreach (var spot in way)
            {
                if (straight.Count > 0 && straight[^1] == spot) continue;
                if (straight.Count > 1 && (straight[^2].X == straight[^1].X && straight[^1].X == spot.X
                    || straight[^2].Y == straight[^1].Y && straight[^1].Y == spot.Y)) straight.RemoveAt(straight.Count - 1);
                straight.Add(spot);
            }
            return straight;
        }
    }
}
