namespace Keguan.Review.Lottery;

/// <summary>From compositions to panels of people, so that all of a type have the same chance.</summary>
static class People
{
    /// <summary>
    /// Panels of equal weight. The seats of a type are dealt in rounds, each a new shuffle of all its members, so nobody gets a further seat before everybody has had his turn: at the end two
    /// members differ by at most one panel, and by none where the seats are a multiple of the members.
    /// </summary>
    public static IReadOnlyList<LotteryPanel> Dealt(Compositions of, IReadOnlyList<(int[] Counts, int Times)> compositions, bool merge = true)
    {
        var total = compositions.Sum(one => one.Times);
        // Compositions take turns, in proportion: rounds of a type then mix with rounds of all others.
        var turns = compositions.SelectMany((one, c) => Enumerable.Range(0, one.Times).Select(i => ((i + 0.5) / one.Times, c))).Order().Select(turn => turn.c).ToList();
        var decks = of.Types.Select((type, t) => new Deck(type.Members, (ulong)t + 1)).ToList();
        var panels = new List<int[]>(total);
        foreach (var c in turns)
        {
            var panel = new List<int>(of.Size);
            for (var t = 0; t < decks.Count; t++) if (compositions[c].Counts[t] > 0) decks[t].Deal(compositions[c].Counts[t], panel);
            panels.Add([.. panel.Order()]);
        }
        if (!merge) return [.. panels.Select(panel => new LotteryPanel(panel, 1d / total))];
        return [.. panels.GroupBy(panel => string.Join(',', panel)).Select(same => new LotteryPanel(same.First(), (double)same.Count() / total))];
    }

    /// <summary>
    /// Exact for any weights: the share of a composition is turned through once, and at the turn u a type's seats go to the members at ⌊u·n⌋, spaced evenly around the circle of its n members. Everybody
    /// is then met by the same part of the turn.
    /// </summary>
    public static IReadOnlyList<LotteryPanel> Turned(Compositions of, IReadOnlyList<WeightedComposition> lottery)
    {
        var panels = new List<LotteryPanel>();
        for (var at = 0; at < lottery.Count; at++)
        {
            var (counts, weight) = lottery[at];
            var used = Enumerable.Range(0, counts.Length).Where(t => counts[t] > 0).ToList();
            var circles = used.ToDictionary(t => t, t => Deck.Shuffled(of.Types[t].Members, (ulong)(t + 1) * 1_000_003 + (ulong)at));
            var turns = used.Where(t => counts[t] < of.Types[t].Count).Select(t => of.Types[t].Count).Distinct()
                .SelectMany(n => Enumerable.Range(0, n).Select(i => (double)i / n)).Append(0).Order().ToList();
            double from = 0;
            for (var i = 0; i < turns.Count; i++)
            {
                var to = i + 1 < turns.Count ? turns[i + 1] : 1;
                if (to - from < 1e-12) continue;
                var middle = (from + to) / 2;
                var panel = new List<int>(of.Size);
                foreach (var t in used)
                {
                    var circle = circles[t];
                    var offset = (int)(middle * circle.Length);
                    for (var seat = 0; seat < counts[t]; seat++) panel.Add(circle[(offset + (int)((long)seat * circle.Length / counts[t])) % circle.Length]);
                }
                panels.Add(new LotteryPanel([.. panel.Order()], weight * (to - from)));
                from = to;
            }
        }
        return panels;
    }

    /// <summary>Members of a type, dealt in shuffled rounds.</summary>
    sealed class Deck(IReadOnlyList<int> members, ulong seed)
    {
        readonly List<int> _left = [];
        ulong _round;

        /// <summary>So many different members, added to the panel.</summary>
        public void Deal(int count, List<int> panel)
        {
            var own = new List<int>(count);
            while (own.Count < count)
            {
                if (_left.Count == 0) _left.AddRange(Shuffled(members, seed * 7_919 + ++_round));
                // At the change of rounds somebody who just got a seat may be on top again: the next who has none here.
                var at = _left.FindLastIndex(one => !own.Contains(one));
                own.Add(_left[at]);
                _left.RemoveAt(at);
            }
            panel.AddRange(own);
        }

        /// <summary>Shuffled the same way everywhere (SplitMix64, Fisher–Yates).</summary>
        public static int[] Shuffled(IReadOnlyList<int> members, ulong seed)
        {
            int[] shuffled = [.. members];
            for (var i = shuffled.Length - 1; i > 0; i--)
            {
                seed += 0x9E3779B97F4A7C15;
                var z = seed;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                z ^= z >> 31;
                var j = (int)(z % (ulong)(i + 1));
                (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
            }
            return shuffled;
        }
    }
}
