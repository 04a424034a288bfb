//! The command `archipel`.

fn main() -> std::process::ExitCode {
    archipel::cli::run()
}
