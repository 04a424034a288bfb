//! Compiles the wire contract. protox reads the .proto files, so no protoc has to be installed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = ["audit", "node", "operator"].map(|name| format!("proto/archipel/{name}/v1/{name}.proto"));
    println!("cargo::rerun-if-changed=proto");
    let descriptors = protox::compile(files, ["proto"])?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
