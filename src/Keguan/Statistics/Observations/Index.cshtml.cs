using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Statistics.Observations;

/// <summary>观测值.</summary>
[Needs(Permissions.StatisticsRead)]
public sealed class IndexModel : ListPage<ObservationList>;
