namespace Keguan.Review.Lottery;

/// <summary>Finds the whole composition of greatest weight, by branch and bound over the relaxation.</summary>
sealed class PanelSearch
{
    const double Whole = 1e-6;

    readonly Compositions _of;
    readonly BoxProgram _program;
    readonly double[] _round;
    double[] _weights = [];
    int[]? _best;
    double _bestValue, _goodEnough;
    Action<int[], double>? _found;
    long _most;
    CancellationToken _stop;

    public PanelSearch(Compositions of)
    {
        _of = of;
        _program = of.Relaxation();
        _round = new double[of.Types.Count];
    }

    /// <summary>Nodes looked at so far.</summary>
    public long Nodes { get; private set; }

    /// <summary>Multiplications so far, about.</summary>
    public double Work => (double)_program.Pivots * _program.Columns * _program.Rows;

    /// <summary>Whether the last search went to its end, so that what it did not find is not there.</summary>
    public bool IsComplete { get; private set; }

    public void AddCut(Cut cut) => _program.AddRow([.. Enumerable.Range(0, cut.Weights.Length).Where(t => cut.Weights[t] != 0)], [.. cut.Weights.Where(weight => weight != 0)], -1 - Math.Abs(cut.Bound), cut.Bound);

    /// <summary>Bounds of a type's count, or (from <see cref="Compositions.Types"/>.Count on) of a row, for what follows.</summary>
    public void Restrict(int variable, double lower, double upper) => _program.SetBounds(variable, lower, upper);

    /// <summary>Takes back all that <see cref="Restrict"/> did.</summary>
    public void Free()
    {
        for (var t = 0; t < _of.Types.Count; t++) _program.SetBounds(t, 0, _of.Types[t].Count);
        for (var r = 0; r < _of.Rows.Count; r++) _program.SetBounds(_of.Types.Count + r, _of.Rows[r].Min, _of.Rows[r].Max);
    }

    /// <summary>The composition of greatest weight above <paramref name="above"/>.</summary>
    /// <param name="weights">One per type.</param>
    /// <param name="above">Null is returned where none is heavier.</param>
    /// <param name="within">Stops at a composition whose weight is at least this share of the bound; 1 for the proven best.</param>
    /// <param name="most">Gives up after so many nodes.</param>
    /// <param name="stop">Gives up then.</param>
    /// <param name="found">Told of every composition on the way that is better than those before.</param>
    public int[]? Best(double[] weights, double above = double.NegativeInfinity, double within = 1, long most = long.MaxValue, Action<int[], double>? found = null, CancellationToken stop = default)
    {
        (_weights, _best, _bestValue, _found, _stop) = (weights, null, above, found, stop);
        (_most, IsComplete) = (most == long.MaxValue ? most : Nodes + most, true);
        _goodEnough = double.PositiveInfinity;
        _program.SetObjective(weights);
        if (!Solve()) return null;
        if (within < 1) _goodEnough = _program.Value - (1 - within) * Math.Abs(_program.Value);
        Branch();
        return _best;
    }

    bool Solve() => _program.Solve(_bestValue > double.NegativeInfinity ? _bestValue + Tolerance : double.NegativeInfinity);

    double Tolerance => _bestValue > double.NegativeInfinity ? 1e-10 * (1 + Math.Abs(_bestValue)) : 0;

    /// <summary>Looks below the node whose relaxation has just been solved.</summary>
    void Branch()
    {
        if (++Nodes > _most || _stop.IsCancellationRequested) IsComplete = false;
        if (!IsComplete || _program.Bound <= _bestValue + Tolerance) return;
        var at = -1;
        double far = Whole;
        for (var t = 0; t < _round.Length; t++)
        {
            var x = _program[t];
            var off = Math.Abs(x - Math.Round(x));
            if (off > far) (far, at) = (off, t);
        }
        if (at < 0)
        {
            var composition = new int[_round.Length];
            double weight = 0;
            for (var t = 0; t < composition.Length; t++)
            {
                composition[t] = (int)Math.Round(_program[t]);
                weight += _weights[t] * composition[t];
            }
            if (!_of.Holds(composition) || weight <= _bestValue) return;
            (_best, _bestValue) = (composition, weight);
            _found?.Invoke(composition, weight);
            return;
        }
        var here = _program[at];
        double lower = _program.Lower(at), upper = _program.Upper(at);
        var up = here - Math.Floor(here) >= 0.5;
        for (var side = 0; side < 2 && IsComplete && _bestValue < _goodEnough; side++, up = !up)
        {
            if (up) _program.SetBounds(at, Math.Ceiling(here), upper);
            else _program.SetBounds(at, lower, Math.Floor(here));
            if (Solve()) Branch();
            _program.SetBounds(at, lower, upper);
        }
    }
}
