namespace CleanFte.WebApi; internal static class Program { private static void Main() { } }
