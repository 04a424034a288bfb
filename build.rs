//! Compiles the wire contract. protox reads the .proto files, so no protoc has to be installed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = ["proto/archipel/node/v1/node.proto", "proto/archipel/operator/v1/operator.proto"];
    println!("cargo::rerun-if-changed=proto");
    let descriptors = protox::compile(files, ["proto"])?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
