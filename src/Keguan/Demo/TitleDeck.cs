using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>What a project is about: a corner of its field, an object in it, what is done with it, and the title.</summary>
sealed record Subject(Field Field, Topic Topic, Thing Thing, string Goal, string Title)
{
    public string Object => Thing.Name;
}

/// <summary>
/// Titles of one field, each once: an object and what is done with it, some with the means in front, unless means and the rest share two characters.
/// An object comes back only after all others of its topic that suit, with another goal.
/// </summary>
sealed class TitleDeck
{
    readonly Field _field;
    readonly DemoRandom _random;
    readonly List<Topic> _topics;
    readonly Dictionary<Topic, List<Thing>> _objects;
    readonly HashSet<(string Object, string Goal)> _used = [];
    readonly HashSet<string> _titles = [];

    public TitleDeck(Field field, ulong seed)
    {
        (_field, _random) = (field, DemoRandom.For(seed, "titles " + field.Key));
        _topics = _random.Shuffled(field.Topics);
        _objects = field.Topics.ToDictionary(topic => topic, topic => _random.Shuffled(topic.Objects));
    }

    /// <summary>A given title about a given object, for projects that are known by name.</summary>
    public Subject Pinned(string topicName, string thing, string goal, string title)
    {
        var topic = _field.Topics.First(one => one.Name == topicName);
        _used.Add((thing, goal));
        _titles.Add(title);
        return new Subject(_field, topic, topic.Objects.First(one => one.Name == thing), goal, title);
    }

    /// <summary>A subject that suits the applicant, from the topic and object that were drawn longest ago; null where all that suits is used up.</summary>
    public Subject? Draw(CityOrganisation applicant)
    {
        foreach (var topic in _topics.ToList())
            foreach (var thing in _objects[topic].Where(thing => Suits(applicant, topic, thing)).ToList())
            {
                if (Try(topic, thing) is not { } subject) continue;
                _topics.Remove(topic);
                _topics.Add(topic);
                _objects[topic].Remove(thing);
                _objects[topic].Add(thing);
                return subject;
            }
        return null;
    }

    public static bool Suits(CityOrganisation organisation, Topic topic, Thing thing) =>
        organisation.Focus.Count == 0 || organisation.Focus.Any(part => topic.Name.Contains(part, StringComparison.Ordinal) || thing.Name.Contains(part, StringComparison.Ordinal));

    Subject? Try(Topic topic, Thing thing)
    {
        foreach (var goal in _random.Shuffled(thing.Goals))
        {
            if (_used.Contains((thing.Name, goal))) continue;
            // 道路病害 + 病害分级… is said once.
            var plain = thing.Name.EndsWith(goal[..2], StringComparison.Ordinal) ? thing.Name + goal[2..] : thing.Name + goal;
            // The first means is the one for the first goal.
            var method = thing.Methods[0];
            var named = goal == thing.Goals[0] && !Echo(method, goal) && !Echo(method, thing.Name) && _random.Chance(75);
            var title = named ? $"基于{method}的{plain}" : plain;
            if (title.Length < 7 || !_titles.Add(title)) continue;
            _used.Add((thing.Name, goal));
            return new Subject(_field, topic, thing, goal, title);
        }
        return null;
    }

    /// <summary>Whether two parts share two characters in a row.</summary>
    static bool Echo(string one, string other)
    {
        for (var i = 0; i + 1 < one.Length; i++)
            if (other.Contains(one.AsSpan(i, 2), StringComparison.Ordinal)) return true;
        return false;
    }
}

static class SpanContains
{
    public static bool Contains(this string text, ReadOnlySpan<char> part, StringComparison comparison) => text.AsSpan().Contains(part, comparison);
}
