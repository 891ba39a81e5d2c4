using Keguan.Foundation;
using Keguan.Review.Exports;

namespace Keguan.Tests.Review.Exports;

/// <summary>The balanced draw: the same seed and candidates give the same panel.</summary>
public sealed class PanelTests
{
    static Candidate Candidate(int load = 0, string organisation = "", bool matches = true, Text? excluded = null)
    {
        var id = Guid.CreateVersion7();
        return new(new Expert { Id = id, Name = "专家", OrganisationName = organisation.Length > 0 ? organisation : id.ToString(), Title = "", Speciality = "" }, load, matches, excluded);
    }

    [Fact]
    public void Those_with_the_least_to_review_come_first()
    {
        Candidate[] all = [Candidate(3), Candidate(0), Candidate(1), Candidate(0), Candidate(2)];
        Assert.Equal([0, 0, 1], Panel.Choose(all, 3, "seed", []).Select(one => one.Load));
    }

    [Fact]
    public void Equals_are_ordered_by_the_seed_whatever_order_they_come_in()
    {
        Candidate[] all = [.. Enumerable.Range(0, 20).Select(_ => Candidate())];
        var first = Panel.Choose(all, 5, "2f9c", []).Select(one => one.Expert.Id).ToList();
        Assert.Equal(first, Panel.Choose(all.Reverse(), 5, "2f9c", []).Select(one => one.Expert.Id));
        Assert.Equal(all.OrderBy(one => Panel.KeyOf("2f9c", one.Expert.Id), StringComparer.Ordinal).Take(5).Select(one => one.Expert.Id), first);
        Assert.NotEqual(first, Panel.Choose(all, 5, "2f9d", []).Select(one => one.Expert.Id));
    }

    [Fact]
    public void The_key_is_the_hash_of_seed_and_id() =>
        // printf 'a00000000-0000-0000-0000-000000000001' | sha256sum
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("a00000000-0000-0000-0000-000000000001"u8)), Panel.KeyOf("a", new Guid("00000000-0000-0000-0000-000000000001")));

    [Fact]
    public void Nobody_excluded_and_nobody_of_another_discipline_is_chosen()
    {
        Candidate[] all = [Candidate(excluded: Text.Same("同一单位")), Candidate(matches: false), Candidate(9)];
        Assert.Equal([9], Panel.Choose(all, 3, "seed", []).Select(one => one.Load));
    }

    [Fact]
    public void Two_of_one_organisation_sit_together_only_where_there_is_nobody_else()
    {
        Candidate[] all = [Candidate(0, "云江大学"), Candidate(0, "云江大学"), Candidate(5, "东江大学"), Candidate(6, "西江大学")];
        Assert.Equal([0, 5], Panel.Choose(all, 2, "seed", []).Select(one => one.Load));
        Assert.Equal(["东江大学", "西江大学"], Panel.Choose(all, 2, "seed", ["云江大学"]).Select(one => one.Expert.OrganisationName));
        Assert.Equal(4, Panel.Choose(all, 4, "seed", []).Select(one => one.Expert.Id).Distinct().Count());
    }
}
