using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Hosting;

static class CalendarSettings
{
    public static JsonNode Read(IConfiguration settings) => new JsonObject();
}
