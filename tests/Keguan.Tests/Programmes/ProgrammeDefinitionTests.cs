using Keguan.Foundation.Definitions;
using Keguan.Programmes.Definitions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Programmes;

public sealed class ProgrammeDefinitionTests
{
    [Fact]
    public void Every_programme_definition_reads_and_its_expressions_compile()
    {
        foreach (var file in System.IO.Directory.GetFiles(Repository.At("definitions", "programmes"), "*.yaml"))
        {
            var read = DefinitionReader.ReadFile<ProgrammeDefinition>(file);
            Assert.Empty(read.Errors.Select(error => error.ToString()));
        }
    }
}
