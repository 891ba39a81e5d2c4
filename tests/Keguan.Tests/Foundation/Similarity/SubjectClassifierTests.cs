using Keguan.Foundation.Similarity;

namespace Keguan.Tests.Foundation.Similarity;

public sealed class SubjectClassifierTests
{
    [Fact]
    public void Each_of_a_thousand_records_left_out_finds_its_discipline_among_67()
    {
        var records = Paper.Real();
        var classifier = new SubjectClassifier(records.Select(record => (record.Discipline, record.All)));
        var (first, five) = (0, 0);
        foreach (var record in records)
        {
            var subjects = classifier.Classify(record.All, 5, own: record.Discipline);
            if (subjects[0].Subject == record.Discipline) first++;
            if (subjects.Any(subject => subject.Subject == record.Discipline)) five++;
        }
        Assert.True(first >= 500 && five >= 780, $"{first} first, {five} among five");
    }

    [Fact]
    public void Left_out_means_as_if_it_had_never_been_learned()
    {
        var with = new SubjectClassifier(Paper.Own.Select(record => (record.Discipline, record.All)));
        // The only record of its subject, so nothing of the subject is left.
        foreach (var record in Paper.Own) Assert.DoesNotContain(with.Classify(record.All, 9, own: record.Discipline), one => one.Subject == record.Discipline);
    }

    [Fact]
    public void A_text_is_put_where_its_like_was()
    {
        var classifier = new SubjectClassifier(Paper.Own.Select(record => (record.Discipline, record.All)));
        Assert.Equal("水产", classifier.Classify("南美白对虾养殖的溶解氧在线监测", 2)[0].Subject);
        Assert.Equal("药学", classifier.Classify("社区卫生服务中心处方点评", 2)[0].Subject);
        Assert.Empty(classifier.Classify("xyz", 2));
    }
}
