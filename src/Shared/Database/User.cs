namespace PowerMeter.Shared.Database;

/// <summary>Somebody who may sign in.</summary>
public sealed class User
{
    public const string Admin = "admin";
    public const string Reader = "reader";

    public int Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Made by ASP.NET's PasswordHasher (PBKDF2).</summary>
    public required string PasswordHash { get; set; }

    /// <summary><see cref="Admin"/> or <see cref="Reader"/>.</summary>
    public required string Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
