using System.Numerics;
using System.Runtime.InteropServices;

namespace Keguan.Review.Lottery;

/// <summary>
/// Linear program over a box: maximise w·x where every variable and every row a·x lies between two finite bounds. Solved by the dual simplex method with long steps
/// on a condensed tableau (rows: basic variables, columns: nonbasic ones).
/// </summary>
/// <remarks>
/// With finite bounds every basis can be made dual feasible by moving nonbasic variables to their other bound, so one method serves after changes of objective, bounds
/// and after new rows alike, always from the last basis. Dense and for small programs: memory is rows × columns, a pivot as much time. Source: Koberstein, The dual simplex method (2005), chapters 3 and 6.2.2.
/// </remarks>
sealed class BoxProgram
{
    /// <summary>By how much a bound may be missed.</summary>
    public const double Feasible = 1e-9;

    const double Pivotable = 1e-7, Zero = 1e-12, Drift = 1e-7;

    readonly int _columns;
    readonly List<(int[] Index, double[] Value)> _rows = [];
    readonly List<double[]> _tableau = [];
    readonly List<double> _lower = [], _upper = [], _at = [];
    readonly List<int> _basic = [];
    readonly int[] _nonbasic;
    readonly bool[] _high;
    readonly double[] _objective, _cost;

    /// <summary>Where each variable stands: row if basic, else −1 − column.</summary>
    readonly List<int> _place = [];

    int _sinceChecked;
    bool _costStale = true;
    readonly Random _dice = new(20261121);

    /// <summary>Pivots so far: a measure of work.</summary>
    public long Pivots { get; private set; }

    public int Rows => _rows.Count;
    public int Columns => _columns;

    public BoxProgram(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        _columns = lower.Length;
        _nonbasic = [.. Enumerable.Range(0, _columns)];
        _high = new bool[_columns];
        _objective = new double[_columns];
        _cost = new double[_columns];
        for (var j = 0; j < _columns; j++)
        {
            _lower.Add(lower[j]);
            _upper.Add(upper[j]);
            _place.Add(-1 - j);
        }
    }

    /// <summary>A row lower ≤ Σ value·x[index] ≤ upper; its variable has the number <see cref="Columns"/> + row.</summary>
    public int AddRow(int[] index, double[] value, double lower, double upper)
    {
        _rows.Add((index, value));
        _lower.Add(lower);
        _upper.Add(upper);
        var row = new double[_columns];
        for (var i = 0; i < index.Length; i++)
        {
            var place = _place[index[i]];
            if (place < 0) row[-1 - place] += value[i];
            else Add(row, _tableau[place], value[i]);
        }
        _place.Add(_tableau.Count);
        _basic.Add(_columns + _rows.Count - 1);
        _tableau.Add(row);
        _at.Add(0);
        return _rows.Count - 1;
    }

    public void SetBounds(int variable, double lower, double upper) => (_lower[variable], _upper[variable]) = (lower, upper);

    public double Lower(int variable) => _lower[variable];

    public double Upper(int variable) => _upper[variable];

    public void SetObjective(ReadOnlySpan<double> w)
    {
        w.CopyTo(_objective);
        _costStale = true;
    }

    /// <summary>Value of a variable (structural, or <see cref="Columns"/> + row) at the last solution.</summary>
    public double this[int variable] => _place[variable] is var place && place >= 0 ? _at[place] : _high[-1 - place] ? _upper[variable] : _lower[variable];

    /// <summary>Above which the optimum is proven not to lie: <see cref="Value"/>, but for the rare program whose very many equal costs kept it from being settled to the last digit.</summary>
    public double Bound { get; private set; }

    public double Value
    {
        get
        {
            double sum = 0;
            for (var j = 0; j < _columns; j++) if (_objective[j] != 0) sum += _objective[j] * this[j];
            return sum;
        }
    }

    /// <summary>By how much the optimum would grow per unit of this row's bound: positive at the upper bound, negative at the lower, 0 for a row that does not bind.</summary>
    public double Dual(int row) => _place[_columns + row] is var place && place >= 0 ? 0 : _cost[-1 - place];

    /// <summary>
    /// After an infeasible end: the row of the tableau that can't reach its bound, as coefficients of all variables. For every feasible point Σ coefficient·variable = 0, yet the
    /// bounds allow it at most a negative value, each variable at its upper bound where its coefficient is positive and at its lower bound where it is negative.
    /// </summary>
    public IReadOnlyList<(int Variable, double Coefficient)> Ray { get; private set; } = [];

    /// <summary>Solves from the last basis.</summary>
    /// <param name="enough">Stops as soon as the optimum is known to be below this: what a branch and bound needs.</param>
    /// <returns>False when there is no feasible point (see <see cref="Ray"/>) or the optimum is below <paramref name="enough"/>.</returns>
    public bool Solve(double enough = double.NegativeInfinity, CancellationToken cancel = default)
    {
        if (_costStale) Price();
        Settle();
        var patience = 100 + 4 * _rows.Count;
        var perturbed = false;
        var restored = 0;
        for (var step = 1; ; step++)
        {
            cancel.ThrowIfCancellationRequested();
            if (step % patience == 0)
            {
                // Many equal costs let the method go round in circles; slightly different ones don't. The true ones come back at the end.
                Perturb();
                perturbed = true;
            }
            if (enough > double.NegativeInfinity && step % 4 == 3 && !perturbed && Value < enough) { Ray = []; return false; }
            var row = Leaving(step > 4 * patience);
            if (row < 0)
            {
                if (_sinceChecked > 0 && Drifted()) Refactor();
                else if (!perturbed)
                {
                    Bound = Value;
                    return true;
                }
                else
                {
                    Price();
                    if (++restored > 3)
                    {
                        // By weak duality any basis bounds the optimum: every nonbasic variable at the bound that its cost asks for.
                        Bound = 0;
                        for (var j = 0; j < _columns; j++) Bound += Math.Max(_cost[j] * _lower[_nonbasic[j]], _cost[j] * _upper[_nonbasic[j]]);
                        return true;
                    }
                    Settle();
                    perturbed = false;
                }
                continue;
            }
            if (!Enter(row))
            {
                if (_sinceChecked > 0 && Drifted()) { Refactor(); continue; }
                Farkas(row);
                return false;
            }
            if (_sinceChecked > 300 && Drifted()) Refactor();
            if (step > 1_000 * patience) throw new InvalidOperationException("The simplex method does not come to an end.");
        }
    }

    int Leaving(bool shuffled)
    {
        int best = -1, seen = 0;
        double worst = Feasible;
        for (var i = 0; i < _basic.Count; i++)
        {
            var variable = _basic[i];
            var miss = Math.Max(_lower[variable] - _at[i], _at[i] - _upper[variable]);
            if (miss <= Feasible) continue;
            // After too many steps without an end the choice is left to chance, which no cycle survives.
            if (shuffled ? _dice.Next(++seen) == 0 : miss > worst) (worst, best) = (miss, i);
        }
        return best;
    }

    double[] _ratios = [];
    int[] _candidates = [];

    bool Enter(int leaving)
    {
        var variable = _basic[leaving];
        var rises = _at[leaving] < _lower[variable];
        var target = rises ? _lower[variable] : _upper[variable];
        var sign = rises ? 1 : -1;
        var row = _tableau[leaving];
        if (_ratios.Length < _columns) (_ratios, _candidates) = (new double[_columns], new int[_columns]);
        var count = 0;
        for (var j = 0; j < _columns; j++)
        {
            var a = sign * row[j];
            if (Math.Abs(a) < Pivotable) continue;
            var one = _nonbasic[j];
            if (_upper[one] - _lower[one] <= 0) continue;
            if (_high[j] ? a < 0 : a > 0)
            {
                _ratios[count] = Math.Abs(_cost[j]) / Math.Abs(a);
                _candidates[count++] = j;
            }
        }
        if (count == 0) return false;
        Array.Sort(_ratios, _candidates, 0, count);

        // Long step: as long as the row still misses its bound with everything passed so far at the other bound, it is cheaper to pass on.
        var slope = Math.Abs(target - _at[leaving]);
        var entering = -1;
        var passed = 0;
        while (passed < count)
        {
            var j = _candidates[passed];
            var gain = Math.Abs(row[j]) * (_upper[_nonbasic[j]] - _lower[_nonbasic[j]]);
            if (slope - gain < 0) break;
            slope -= gain;
            passed++;
        }
        if (passed == count)
        {
            if (slope > Feasible) return false;
            passed--;
        }
        // Among nearly equal ratios the largest pivot.
        entering = passed;
        for (var c = passed + 1; c < count && _ratios[c] <= _ratios[passed] + 1e-12; c++) if (Math.Abs(row[_candidates[c]]) > Math.Abs(row[_candidates[entering]])) entering = c;
        for (var c = 0; c < passed; c++)
        {
            var j = _candidates[c];
            var by = (_upper[_nonbasic[j]] - _lower[_nonbasic[j]]) * (_high[j] ? -1 : 1);
            _high[j] = !_high[j];
            for (var i = 0; i < _basic.Count; i++) _at[i] += _tableau[i][j] * by;
        }
        Pivot(leaving, _candidates[entering], target, rises);
        return true;
    }

    void Pivot(int leaving, int j, double target, bool toLower)
    {
        Pivots++;
        _sinceChecked++;
        var (goes, comes) = (_basic[leaving], _nonbasic[j]);
        var row = _tableau[leaving];
        var a = row[j];
        var by = (target - _at[leaving]) / a;
        var value = (_high[j] ? _upper[comes] : _lower[comes]) + by;
        for (var i = 0; i < _basic.Count; i++) if (i != leaving) _at[i] += _tableau[i][j] * by;
        _at[leaving] = value;
        Exchange(leaving, j);
        _high[j] = !toLower;
        (_basic[leaving], _nonbasic[j]) = (comes, goes);
        (_place[comes], _place[goes]) = (leaving, -1 - j);
    }

    void Exchange(int leaving, int j)
    {
        var row = _tableau[leaving];
        var inverse = 1 / row[j];
        for (var q = 0; q < _columns; q++) row[q] *= -inverse;
        row[j] = inverse;
        for (var i = 0; i < _tableau.Count; i++) if (i != leaving) Substitute(_tableau[i], row, j);
        Substitute(_cost, row, j);
    }

    static void Substitute(double[] into, double[] row, int j)
    {
        var factor = into[j];
        if (Math.Abs(factor) < Zero) { into[j] = 0; return; }
        into[j] = 0;
        Add(into, row, factor);
    }

    static void Add(double[] into, double[] row, double factor)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(into.AsSpan());
        var b = MemoryMarshal.Cast<double, Vector<double>>(row.AsSpan());
        var by = new Vector<double>(factor);
        for (var v = 0; v < a.Length; v++) a[v] += by * b[v];
        for (var q = a.Length * Vector<double>.Count; q < into.Length; q++) into[q] += factor * row[q];
    }

    void Perturb()
    {
        for (var j = 0; j < _columns; j++) _cost[j] += (_high[j] ? 1 : -1) * (1 + _dice.NextDouble()) * 1e-7 * (1e-3 + Math.Abs(_cost[j]));
        _costStale = true;
    }

    /// <summary>Costs of the nonbasic variables for the objective.</summary>
    void Price()
    {
        Array.Clear(_cost);
        for (var j = 0; j < _columns; j++)
        {
            if (_objective[j] == 0) continue;
            var place = _place[j];
            if (place < 0) _cost[-1 - place] += _objective[j];
            else Add(_cost, _tableau[place], _objective[j]);
        }
        _costStale = false;
    }

    /// <summary>Nonbasic variables to the bound that their cost asks for, basic ones to what follows.</summary>
    void Settle()
    {
        for (var j = 0; j < _columns; j++)
        {
            if (_cost[j] > 1e-11) _high[j] = true;
            else if (_cost[j] < -1e-11) _high[j] = false;
        }
        Follow();
    }

    void Follow()
    {
        var values = new double[_columns];
        for (var j = 0; j < _columns; j++) values[j] = _high[j] ? _upper[_nonbasic[j]] : _lower[_nonbasic[j]];
        for (var i = 0; i < _basic.Count; i++) _at[i] = Product(_tableau[i], values);
    }

    static double Product(double[] row, double[] values)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(row.AsSpan());
        var b = MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());
        var sums = Vector<double>.Zero;
        for (var v = 0; v < a.Length; v++) sums += a[v] * b[v];
        var sum = Vector.Sum(sums);
        for (var q = a.Length * Vector<double>.Count; q < row.Length; q++) sum += row[q] * values[q];
        return sum;
    }

    /// <summary>Whether the tableau has lost touch with the rows as they were given.</summary>
    bool Drifted()
    {
        _sinceChecked = 0;
        Follow();
        for (var r = 0; r < _rows.Count; r++)
        {
            var (index, value) = _rows[r];
            double sum = 0, scale = 1;
            for (var i = 0; i < index.Length; i++)
            {
                var term = value[i] * this[index[i]];
                sum += term;
                scale = Math.Max(scale, Math.Abs(term));
            }
            if (Math.Abs(sum - this[_columns + r]) > Drift * scale) return true;
        }
        return false;
    }

    /// <summary>Makes the tableau anew from the rows as they were given, with the same variables in the basis.</summary>
    void Refactor()
    {
        var wanted = _basic.Where(variable => variable < _columns).ToList();
        var high = new Dictionary<int, bool>();
        for (var j = 0; j < _columns; j++) high[_nonbasic[j]] = _high[j];
        for (var j = 0; j < _columns; j++) (_nonbasic[j], _place[j]) = (j, -1 - j);
        for (var r = 0; r < _rows.Count; r++)
        {
            var row = _tableau[r];
            Array.Clear(row);
            var (index, value) = _rows[r];
            for (var i = 0; i < index.Length; i++) row[index[i]] += value[i];
            (_basic[r], _place[_columns + r]) = (_columns + r, r);
        }
        Array.Clear(_cost);
        var free = Enumerable.Range(0, _rows.Count).Where(r => high.ContainsKey(_columns + r)).ToHashSet();
        foreach (var variable in wanted)
        {
            var best = -1;
            foreach (var r in free) if (best < 0 || Math.Abs(_tableau[r][variable]) > Math.Abs(_tableau[best][variable])) best = r;
            // A variable whose column has become dependent stays outside; the method goes on from the basis that is left.
            if (best < 0 || Math.Abs(_tableau[best][variable]) < Pivotable) continue;
            free.Remove(best);
            var goes = _basic[best];
            Exchange(best, variable);
            (_basic[best], _nonbasic[variable]) = (variable, goes);
            (_place[variable], _place[goes]) = (best, -1 - variable);
        }
        for (var j = 0; j < _columns; j++) _high[j] = high.GetValueOrDefault(_nonbasic[j]);
        Price();
        Settle();
        _sinceChecked = 0;
    }

    void Farkas(int row)
    {
        var variable = _basic[row];
        var sign = _at[row] < _lower[variable] ? 1 : -1;
        var ray = new List<(int, double)> { (variable, -sign) };
        for (var j = 0; j < _columns; j++) if (Math.Abs(_tableau[row][j]) > Zero) ray.Add((_nonbasic[j], sign * _tableau[row][j]));
        Ray = ray;
    }
}
