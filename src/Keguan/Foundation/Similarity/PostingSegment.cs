using System.Runtime.InteropServices;

namespace Keguan.Foundation.Similarity;

/// <summary>
/// An immutable part of a <see cref="TextIndex{TKey}"/>: for each term the documents that contain it, as differences in variable-length bytes, with how often;
/// long lists have an entry to jump in at every 128 documents. About 1.5 bytes per posting.
/// </summary>
sealed class PostingSegment
{
    const int Block = 128;

    readonly uint[] _terms;
    readonly int[] _counts;
    readonly byte[] _mostOften;
    readonly uint[] _starts;
    readonly byte[] _bytes;
    readonly int[] _jumpStarts;
    readonly int[] _jumpDocuments;
    readonly uint[] _jumpBytes;

    /// <summary>Per document: where it stands in the index's own list of keys.</summary>
    public int[] Keys { get; }

    /// <summary>Per document: how many terms it has, counted with repetitions; at most 65 535.</summary>
    public ushort[] Lengths { get; }

    public bool[] Removed { get; }
    public int Documents => Keys.Length;
    public long TotalLength { get; }

    PostingSegment(Writer writer, int[] keys, ushort[] lengths, bool[] removed)
    {
        _terms = [.. writer.Terms];
        _counts = [.. writer.Counts];
        _mostOften = [.. writer.MostOften];
        _starts = [.. writer.Starts, (uint)writer.Used];
        _bytes = writer.Bytes.AsSpan(0, writer.Used).ToArray();
        _jumpStarts = [.. writer.JumpStarts, writer.JumpDocuments.Count];
        _jumpDocuments = [.. writer.JumpDocuments];
        _jumpBytes = [.. writer.JumpBytes];
        (Keys, Lengths, Removed) = (keys, lengths, removed);
        foreach (var length in lengths) TotalLength += length;
    }

    public long Bytes => _bytes.Length + (_terms.Length * 17L) + (_jumpDocuments.Length * 8L) + (Keys.Length * 7L);

    /// <summary>The place of a term in this segment, or a negative number.</summary>
    public int Find(uint term) => Array.BinarySearch(_terms, term);

    public int CountOf(int place) => _counts[place];
    public byte MostOftenOf(int place) => _mostOften[place];

    public Reader Read(int place) => new(this, place);

    /// <summary>Goes through a list of postings in the order of the documents.</summary>
    public ref struct Reader
    {
        readonly PostingSegment _segment;
        readonly int _end;
        readonly int _jumps;
        int _at;
        int _jump;

        public Reader(PostingSegment segment, int place)
        {
            _segment = segment;
            (_at, _end) = ((int)segment._starts[place], (int)segment._starts[place + 1]);
            (_jump, _jumps) = (segment._jumpStarts[place], segment._jumpStarts[place + 1]);
            (Document, Times) = (-1, 0);
        }

        public int Document { get; private set; }
        public int Times { get; private set; }

        public bool Next()
        {
            if (_at >= _end) return false;
            var bytes = _segment._bytes;
            var head = Number(bytes, ref _at);
            Document += (int)(head >> 1) + 1;
            Times = (head & 1) == 0 ? 1 : (int)Number(bytes, ref _at) + 2;
            return true;
        }

        /// <summary>Moves on to the first document not before this one, over whole blocks where it can.</summary>
        public bool Seek(int document)
        {
            var moved = false;
            while (_jump < _jumps && _segment._jumpDocuments[_jump] < document)
            {
                _jump++;
                moved = true;
            }
            if (moved && _segment._jumpDocuments[_jump - 1] > Document)
            {
                Document = _segment._jumpDocuments[_jump - 1];
                _at = (int)_segment._jumpBytes[_jump - 1];
            }
            while (Document < document)
                if (!Next()) return false;
            return true;
        }

        static uint Number(byte[] bytes, ref int at)
        {
            uint value = bytes[at++];
            if (value < 128) return value;
            value &= 127;
            for (var shift = 7; ; shift += 7)
            {
                uint next = bytes[at++];
                value |= (next & 127) << shift;
                if (next < 128) return value;
            }
        }
    }

    /// <summary>Takes documents one by one and seals them as a segment.</summary>
    public sealed class Builder
    {
        readonly List<uint> _terms = [];
        readonly List<byte> _times = [];
        readonly List<int> _ends = [];
        readonly List<int> _keys = [];
        readonly List<ushort> _lengths = [];
        readonly List<bool> _removed = [];

        public int Documents => _keys.Count;
        public int Postings => _terms.Count;

        /// <summary>Adds a document; the terms are sorted in place.</summary>
        public void Add(int key, List<uint> terms)
        {
            terms.Sort();
            _lengths.Add((ushort)Math.Min(ushort.MaxValue, terms.Count));
            for (var i = 0; i < terms.Count;)
            {
                var start = i;
                while (i < terms.Count && terms[i] == terms[start]) i++;
                _terms.Add(terms[start]);
                _times.Add((byte)Math.Min(byte.MaxValue, i - start));
            }
            _ends.Add(_terms.Count);
            _keys.Add(key);
            _removed.Add(false);
        }

        public void Remove(int document) => _removed[document] = true;

        public PostingSegment Seal()
        {
            var places = new Dictionary<uint, int>();
            foreach (var term in CollectionsMarshal.AsSpan(_terms)) CollectionsMarshal.GetValueRefOrAddDefault(places, term, out _)++;
            var order = places.Keys.ToArray();
            Array.Sort(order);
            var starts = new int[order.Length + 1];
            for (var i = 0; i < order.Length; i++)
            {
                ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(places, order[i]);
                (starts[i + 1], place) = (starts[i] + place, i);
            }
            var documents = new int[_terms.Count];
            var times = new byte[_terms.Count];
            var free = starts.AsSpan(0, order.Length).ToArray();
            for (int document = 0, at = 0; document < _ends.Count; document++)
                for (; at < _ends[document]; at++)
                {
                    var to = free[places[_terms[at]]]++;
                    (documents[to], times[to]) = (document, _times[at]);
                }
            var writer = new Writer();
            for (var i = 0; i < order.Length; i++)
            {
                writer.Begin(order[i]);
                for (var at = starts[i]; at < starts[i + 1]; at++) writer.Add(documents[at], times[at]);
                writer.End();
            }
            return new PostingSegment(writer, [.. _keys], [.. _lengths], [.. _removed]);
        }
    }

    /// <summary>One segment of several, without the documents that were removed.</summary>
    public static PostingSegment Merge(IReadOnlyList<PostingSegment> parts, CancellationToken cancel)
    {
        var keys = new List<int>();
        var lengths = new List<ushort>();
        var renamed = new int[parts.Count][];
        for (var part = 0; part < parts.Count; part++)
        {
            var one = parts[part];
            renamed[part] = new int[one.Documents];
            for (var document = 0; document < one.Documents; document++)
            {
                // Read once: it may be removed meanwhile.
                var removed = one.Removed[document];
                renamed[part][document] = removed ? -1 : keys.Count;
                if (removed) continue;
                keys.Add(one.Keys[document]);
                lengths.Add(one.Lengths[document]);
            }
        }
        var writer = new Writer();
        var next = new int[parts.Count];
        while (true)
        {
            uint? least = null;
            for (var part = 0; part < parts.Count; part++)
                if (next[part] < parts[part]._terms.Length && (least is null || parts[part]._terms[next[part]] < least)) least = parts[part]._terms[next[part]];
            if (least is not { } term) break;
            if ((term & 0xFF) == 0) cancel.ThrowIfCancellationRequested();
            writer.Begin(term);
            for (var part = 0; part < parts.Count; part++)
            {
                if (next[part] >= parts[part]._terms.Length || parts[part]._terms[next[part]] != term) continue;
                var reader = parts[part].Read(next[part]++);
                while (reader.Next())
                    if (renamed[part][reader.Document] is var document and >= 0) writer.Add(document, reader.Times);
            }
            writer.End();
        }
        return new PostingSegment(writer, [.. keys], [.. lengths], new bool[keys.Count]);
    }

    sealed class Writer
    {
        public List<uint> Terms { get; } = [];
        public List<int> Counts { get; } = [];
        public List<byte> MostOften { get; } = [];
        public List<uint> Starts { get; } = [];
        public List<int> JumpStarts { get; } = [];
        public List<int> JumpDocuments { get; } = [];
        public List<uint> JumpBytes { get; } = [];
        public byte[] Bytes { get; private set; } = new byte[1 << 16];
        public int Used { get; private set; }

        uint _term;
        int _start;
        int _last;
        int _count;
        int _most;
        int _jumpStart;

        public void Begin(uint term) => (_term, _start, _last, _count, _most, _jumpStart) = (term, Used, -1, 0, 0, JumpDocuments.Count);

        public void Add(int document, int times)
        {
            if (_count > 0 && _count % Block == 0)
            {
                JumpDocuments.Add(_last);
                JumpBytes.Add((uint)Used);
            }
            Number(((uint)(document - _last - 1) << 1) | (times > 1 ? 1u : 0u));
            if (times > 1) Number((uint)times - 2);
            _last = document;
            _count++;
            _most = Math.Max(_most, times);
        }

        public void End()
        {
            if (_count == 0) return;
            Terms.Add(_term);
            Counts.Add(_count);
            MostOften.Add((byte)Math.Min(byte.MaxValue, _most));
            Starts.Add((uint)_start);
            JumpStarts.Add(_jumpStart);
        }

        void Number(uint value)
        {
            if (Used + 5 > Bytes.Length)
            {
                var larger = new byte[Math.Min(Array.MaxLength, Bytes.Length * 2L)];
                Bytes.AsSpan(0, Used).CopyTo(larger);
                Bytes = larger;
            }
            while (value >= 128)
            {
                Bytes[Used++] = (byte)(value | 128);
                value >>= 7;
            }
            Bytes[Used++] = (byte)value;
        }
    }
}
