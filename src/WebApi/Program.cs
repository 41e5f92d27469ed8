using CleanFte.WebApi;
using CleanFte.WebApi.Verbs;

try
{
    return args switch
    {
        ["verify", ..] => await VerifyVerb.Run(args),
        ["rebuild", ..] => await RebuildVerb.Run(args),
        ["import-tenant", .. var rest] => await ImportTenantVerb.Run(rest),
        ["export-tenant", .. var rest] => await ExportTenantVerb.Run(rest),
        ["import-knowledge", .. var rest] => await ImportKnowledgeVerb.Run(rest),
        ["evaluate", .. var rest] => await EvaluateVerb.Run(rest),
        ["--mcp", .. var rest] => await McpVerb.Run(rest),
        ["replay", .. var rest] => await ReplayVerb.Run(rest),
        ["what-if", .. var rest] => await WhatIfVerb.Run(rest),
        [{ } verb, ..] when !verb.StartsWith('-') => await Usage.Unknown(verb),
        _ => await ServeVerb.Run(args),
    };
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return Usage.Refused;
}
