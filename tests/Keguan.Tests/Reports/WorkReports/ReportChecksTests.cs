using Keguan.Reports.WorkReports;

namespace Keguan.Tests.Reports.WorkReports;

public sealed class ReportChecksTests
{
    [Theory]
    [InlineData(336, 48, 0, 227)]
    [InlineData(64, 23.1, 1, 52)]
    [InlineData(307, 65.9, 1, 185)]
    [InlineData(97, 38.6, 1, 70)]
    [InlineData(2353, 92.9, 1, 1220)]
    public void A_growth_that_fits_has_a_whole_number_before_it(double now, double growth, int decimals, long before) => Assert.Equal(before, ReportChecks.WholeBefore((decimal)now, (decimal)growth, decimals));

    [Fact]
    public void A_growth_of_169_per_cent_to_25_has_none() => Assert.Null(ReportChecks.WholeBefore(25, 169, 0));
}
