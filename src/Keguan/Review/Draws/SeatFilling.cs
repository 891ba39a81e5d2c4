namespace Keguan.Review.Draws;

/// <summary>Why somebody who was drawn has no seat.</summary>
public enum PassedOver
{
    /// <summary>The quota of his value is full.</summary>
    Quota,

    /// <summary>Enough of his organisation sit already.</summary>
    Cap,

    /// <summary>With him the seats left could no longer satisfy the other quotas.</summary>
    Kept,
}

/// <summary>
/// Fills the seats of a panel in the order drawn: who comes first sits, unless no complete panel contains all who sit and him. The outcome is the
/// lexicographically first panel of the order, so any method that finds that one agrees.
/// </summary>
/// <remarks>
/// For one feature with quotas and one cap, which cross each other: whether seats can be completed is a flow from values to organisations. Of each value at most as many
/// organisations are looked at as there are seats left: the others could only stand in for one that is unused.
/// </remarks>
public sealed class SeatFilling
{
    readonly PanelPlan _plan;
    readonly string[] _values, _organisations;
    readonly List<string> _names = [];
    readonly List<int> _need = [], _room = [];
    readonly List<Dictionary<string, int>> _available = [];
    readonly Dictionary<string, int> _index = new(StringComparer.Ordinal), _seated = new(StringComparer.Ordinal);
    readonly HashSet<(int, string)> _hopeless = [];
    int _seats;

    /// <param name="plan">At most one feature with quotas.</param>
    /// <param name="candidates">All who may sit; those who are left out by recusal are not among them.</param>
    public SeatFilling(PanelPlan plan, IReadOnlyList<Candidate> candidates)
    {
        if (plan.Features.Count > 1) throw new ArgumentException("overlapping quotas are for the lottery", nameof(plan));
        _plan = plan;
        _seats = plan.Size;
        var feature = plan.Features.Count == 1 ? plan.Features[0] : null;
        foreach (var quota in feature?.Values ?? []) Value(quota.Value, quota.Min, quota.Max);
        _values = new string[candidates.Count];
        _organisations = new string[candidates.Count];
        for (var i = 0; i < candidates.Count; i++)
        {
            _values[i] = feature is null ? "" : candidates[i][feature.Name];
            // Without a cap all are of one organisation that has no bound.
            _organisations[i] = plan.Cap is { } cap ? candidates[i][cap.Feature] : "";
            var available = _available[Value(_values[i], 0, plan.Size)];
            available[_organisations[i]] = available.GetValueOrDefault(_organisations[i]) + 1;
        }
    }

    /// <summary>Whether any panel can be made at all.</summary>
    public bool IsPossible => CanComplete();

    /// <summary>Tries to seat candidate <paramref name="i"/>.</summary>
    /// <returns>Null when he sits, otherwise why not; that is final.</returns>
    public PassedOver? Seat(int i)
    {
        var (value, organisation) = (_index[_values[i]], _organisations[i]);
        if (_room[value] == 0) return PassedOver.Quota;
        if (_seated.GetValueOrDefault(organisation) >= Most) return PassedOver.Cap;
        if (_hopeless.Contains((value, organisation))) return PassedOver.Kept;
        Move(value, organisation, 1);
        if (CanComplete()) return null;
        Move(value, organisation, -1);
        _hopeless.Add((value, organisation));
        return PassedOver.Kept;
    }

    public bool IsFull => _seats == 0;

    int Most => _plan.Cap?.Max ?? int.MaxValue;

    int Value(string name, int min, int max)
    {
        if (_index.TryGetValue(name, out var known)) return known;
        _names.Add(name);
        _need.Add(min);
        _room.Add(Math.Min(max, _plan.Size));
        _available.Add(new Dictionary<string, int>(StringComparer.Ordinal));
        return _index[name] = _names.Count - 1;
    }

    void Move(int value, string organisation, int by)
    {
        _seats -= by;
        _need[value] -= by;
        _room[value] -= by;
        _available[value][organisation] -= by;
        _seated[organisation] = _seated.GetValueOrDefault(organisation) + by;
    }

    bool CanComplete()
    {
        var needed = _need.Sum(need => Math.Max(0, need));
        if (_seats < 0 || needed > _seats) return false;
        var flow = new Flow(this);
        for (var value = 0; value < _names.Count; value++)
        {
            for (var seat = 0; seat < _need[value]; seat++) if (!flow.Augment(value)) return false;
        }
        for (var value = 0; value < _names.Count && flow.Total < _seats; value++)
        {
            while (flow.Total < _seats && flow.Of(value) < _room[value] && flow.Augment(value)) { }
        }
        return flow.Total == _seats;
    }

    /// <summary>Seats given for trial: from values to organisations, by augmenting paths. What a value has been given it keeps, by whatever organisation.</summary>
    sealed class Flow
    {
        readonly SeatFilling _of;
        readonly List<List<(int Organisation, int Room)>> _edges = [];
        readonly Dictionary<string, int> _organisations = new(StringComparer.Ordinal);
        readonly List<int> _room = [];
        readonly Dictionary<(int Value, int Organisation), int> _given = [];
        readonly int[] _sum;

        public int Total { get; private set; }

        public int Of(int value) => _sum[value];

        public Flow(SeatFilling of)
        {
            _of = of;
            _sum = new int[of._names.Count];
            foreach (var available in of._available)
            {
                var edges = new List<(int, int)>();
                foreach (var (name, count) in available)
                {
                    if (edges.Count >= of._seats) break;
                    var room = Math.Min(of._seats, of.Most - of._seated.GetValueOrDefault(name));
                    if (count == 0 || room <= 0) continue;
                    if (!_organisations.TryGetValue(name, out var organisation))
                    {
                        _organisations[name] = organisation = _room.Count;
                        _room.Add(room);
                    }
                    edges.Add((organisation, count));
                }
                _edges.Add(edges);
            }
        }

        public bool Augment(int value)
        {
            if (!Reach(value, new HashSet<int>())) return false;
            _sum[value]++;
            Total++;
            return true;
        }

        bool Reach(int value, HashSet<int> seen)
        {
            foreach (var (organisation, room) in _edges[value])
            {
                var given = _given.GetValueOrDefault((value, organisation));
                if (given >= room || !seen.Add(organisation)) continue;
                if (_room[organisation] > 0)
                {
                    _room[organisation]--;
                }
                else
                {
                    var moved = -1;
                    for (var other = 0; other < _edges.Count && moved < 0; other++)
                    {
                        if (other != value && _given.GetValueOrDefault((other, organisation)) > 0 && Reach(other, seen)) moved = other;
                    }
                    if (moved < 0) continue;
                    _given[(moved, organisation)]--;
                }
                _given[(value, organisation)] = given + 1;
                return true;
            }
            return false;
        }
    }
}
