@echo off
rem Runs the Maven of this project with the arguments given, from any directory: what mvnw does, for Windows.
rem Where Maven comes from is told at the top of mvnw. The search itself is the PowerShell part below, which prints
rem the path of the mvn.cmd to run. MVNW_VERBOSE=true explains each step.
setlocal DisableDelayedExpansion
set "MVNW_SELF=%~f0"
set "MVNW_MVN="
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -Command "$text = [IO.File]::ReadAllText($env:MVNW_SELF); Invoke-Expression ($text.Substring($text.LastIndexOf('#power' + 'shell')))"`) do set "MVNW_MVN=%%m"
if not defined MVNW_MVN exit /b 1
rem The project is this one wherever we are. (The dot is there so that no backslash is left at the end.)
for %%d in ("%~dp0.") do set "MAVEN_BASEDIR=%%~fd"
rem Without `call` control does not come back, the arguments are not read twice, and Maven's exit code is ours.
"%MVNW_MVN%" %*
exit /b 1

#powershell
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Say($text) { if ($env:MVNW_VERBOSE -eq 'true') { [Console]::Error.WriteLine("mvnw: $text") } }
function Die($text) { [Console]::Error.WriteLine("mvnw: $text"); exit 1 }

# An mvn on the PATH may lead back here; it is asked for its version with this set.
if ($env:MVNW_ASKS_MVN) { Die "called by the 'mvn' that it was about to use: take that 'mvn' off the PATH" }

$project = Split-Path -Parent $env:MVNW_SELF
$properties = @{}
foreach ($line in [IO.File]::ReadAllLines("$project\.mvn\wrapper\maven-wrapper.properties")) {
    if ($line -match '^\s*(\w+)\s*=\s*(\S+)') { $properties[$Matches[1]] = $Matches[2] }
}
$url = $properties['distributionUrl']
$sum = $properties['distributionSha256Sum']
if ($url -notmatch '/apache-maven-([0-9A-Za-z.-]+)-bin\.zip$') {
    Die 'distributionUrl in maven-wrapper.properties does not end in apache-maven-<version>-bin.zip'
}
$version = $Matches[1]
if ($sum -notmatch '^[0-9a-f]{64}$') { Die 'distributionSha256Sum in maven-wrapper.properties is not a SHA-256' }

# Maven compiles, so a JRE will not do.
if ($env:JAVA_HOME) {
    foreach ($tool in 'java', 'javac') {
        if (-not (Test-Path -LiteralPath "$env:JAVA_HOME\bin\$tool.exe")) {
            Die "JAVA_HOME is wrong: there is no bin\$tool.exe in $env:JAVA_HOME, a JDK is needed"
        }
    }
} elseif (-not (Get-Command java.exe -ErrorAction SilentlyContinue) -or -not (Get-Command javac.exe -ErrorAction SilentlyContinue)) {
    Die 'no JDK found: install JDK 17 or later, or set JAVA_HOME'
}

$mavenHome = if ($env:MAVEN_USER_HOME) { [IO.Path]::Combine((Get-Location).ProviderPath, $env:MAVEN_USER_HOME) } elseif ($env:USERPROFILE) { "$env:USERPROFILE\.m2" }
$name = "apache-maven-$version-$($sum.Substring(0, 12))"
$places = @()
if ($mavenHome) { $places += "$mavenHome\wrapper\dists" }
$places += "$project\.mvn\wrapper\dists"

function Test-Unpacked($directory) {
    (Test-Path -LiteralPath "$directory\bin\mvn.cmd") -and (Test-Path -LiteralPath "$directory\.sha256") -and
        ([IO.File]::ReadAllText("$directory\.sha256").Trim() -eq $sum)
}
foreach ($place in $places) {
    if (Test-Unpacked "$place\$name") {
        Say "running $place\$name\bin\mvn.cmd"
        "$place\$name\bin\mvn.cmd"
        exit 0
    }
}

# Runs a block with variables taken out of the environment or put into it, and its errors left to us.
function Invoke-Apart($changes, $block) {
    $before = @{}
    foreach ($key in $changes.Keys) {
        $before[$key] = [Environment]::GetEnvironmentVariable($key)
        [Environment]::SetEnvironmentVariable($key, $changes[$key])
    }
    $ErrorActionPreference = 'Continue'
    try { & $block } finally {
        foreach ($key in $before.Keys) { [Environment]::SetEnvironmentVariable($key, $before[$key]) }
    }
}

$installedVersion = $null
$installed = Get-Command mvn.cmd -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($installed) {
    $installed = $installed.Path
    $answer = Invoke-Apart @{ MVNW_ASKS_MVN = 'true'; MAVEN_OPTS = $null; MAVEN_ARGS = $null; MAVEN_BASEDIR = $env:SystemRoot } {
        & $installed --version 2>$null | Out-String
    }
    if ($answer -match 'Apache Maven (\d+\.\d+)') {
        $installedVersion = [Version]$Matches[1]
        Say "$installed is Maven $installedVersion"
    } else {
        Say "$installed does not work"
        $installed = $null
    }
} else {
    Say 'no mvn on the PATH'
}
if ($installed -and $installedVersion -ge [Version]'3.9') {
    Say "running $installed"
    $installed
    exit 0
}

$temporary = $null
foreach ($place in $places) {
    try {
        $temporary = "$place\.fetching.$([Guid]::NewGuid().ToString('N'))"
        [void](New-Item -ItemType Directory -Force -Path $temporary)
        break
    } catch {
        Say "cannot write to $place"
        $temporary = $null
    }
}
if (-not $temporary) { Die "nowhere to keep Maven: none of $($places -join ', ') can be written to, set MAVEN_USER_HOME" }

try {
    $kept = "$place\$name"
    Say "Maven $version is to be kept in $kept"
    $archive = "$temporary\apache-maven-$version-bin.zip"
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

    $fetched = $false
    if ($env:MVNW_REPOURL) {
        Say 'downloading from the repository that MVNW_REPOURL names'
        $from = "$($env:MVNW_REPOURL.TrimEnd('/'))/org/apache/maven/apache-maven/$version/apache-maven-$version-bin.zip"
        try { Invoke-WebRequest -UseBasicParsing -Uri $from -OutFile $archive; $fetched = $true } catch {
            Die "could not fetch Maven $version from the repository that MVNW_REPOURL names ($($_.Exception.Message)): correct it or unset it"
        }
    }
    # The older mvn runs beside an empty .mvn, so that it reads nothing of this project. The second try has a local
    # repository of its own, for a first one that is unwritable or damaged.
    if (-not $fetched -and $installed) {
        [void](New-Item -ItemType Directory -Path "$temporary\.mvn")
        foreach ($repository in @(), @("-Dmaven.repo.local=$temporary\repository")) {
            if ($fetched) { break }
            Say "letting $installed fetch it $repository"
            Push-Location -LiteralPath $temporary
            Invoke-Apart @{ MVNW_ASKS_MVN = 'true'; MAVEN_ARGS = $null; MAVEN_BASEDIR = $temporary } {
                & $installed -B -ntp @repository org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy `
                    "-Dartifact=org.apache.maven:apache-maven:${version}:zip:bin" "-DoutputDirectory=$temporary" 2>&1
            } | ForEach-Object { Say $_ }
            Pop-Location
            $fetched = Test-Path -LiteralPath $archive
        }
    }
    if (-not $fetched) {
        Say "downloading $url"
        try { Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $archive } catch {
            Die "nothing could fetch Maven $version ($($_.Exception.Message)): install Maven 3.9 or later, or set MVNW_REPOURL to a Maven repository that can be reached"
        }
    }

    $hash = [Security.Cryptography.SHA256]::Create().ComputeHash([IO.File]::ReadAllBytes($archive))
    $actual = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    if ($actual -ne $sum) { Die "the checksum of the fetched Maven $version differs, nothing was installed: expected $sum, got $actual" }

    Add-Type -AssemblyName System.IO.Compression.FileSystem
    [IO.Compression.ZipFile]::ExtractToDirectory($archive, $temporary)
    [IO.File]::WriteAllText("$temporary\apache-maven-$version\.sha256", "$sum`n")

    # One rename puts the whole of it in place; it fails where another run was faster, and that one's copy will do.
    if ((Test-Path -LiteralPath $kept) -and -not (Test-Unpacked $kept)) {
        Say "replacing $kept, which is damaged"
        [IO.Directory]::Move($kept, "$temporary\damaged")
    }
    try { [IO.Directory]::Move("$temporary\apache-maven-$version", $kept) } catch { Say $_.Exception.Message }
    if (-not (Test-Unpacked $kept)) { Die "could not put Maven $version into $kept" }
} finally {
    Remove-Item -LiteralPath $temporary -Recurse -Force -ErrorAction SilentlyContinue
}
Say "running $kept\bin\mvn.cmd"
"$kept\bin\mvn.cmd"
