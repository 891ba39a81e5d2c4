using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Evaluation;

/// <summary>绩效评价与归档: the concluded projects.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel : ListPage<EvaluationList>;
