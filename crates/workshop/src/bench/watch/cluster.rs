//! A PostgreSQL with PostGIS for one run: its own data folder and socket, no port, gone afterwards.

use crate::bench::installed::{from_debian, run};
use std::path::{Path, PathBuf};

/// A running server.
pub(super) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
}

impl Cluster {
    /// Installs it unless it is there, and starts it in a folder that is not there yet.
    ///
    /// # Errors
    /// What apt-get, initdb or the server said.
    pub(super) fn start(folder: &Path) -> Result<Self, String> {
        from_debian("psql", &["postgresql", "postgresql-postgis"])?;
        let programs = programs().ok_or("no /usr/lib/postgresql/VERSION/bin with pg_ctl")?;
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        let cluster = Cluster { programs, folder: folder.to_owned() };
        let shown = folder.display().to_string();
        run("chown", &["postgres", &shown])?;
        let data = cluster.data();
        cluster.by_postgres("initdb", &["-D", &data, "--auth=trust", "-U", "postgres", "--no-sync"])?;
        let settings = format!(
            "-k {shown} -c listen_addresses= -c shared_buffers=1GB -c work_mem=64MB -c jit=off -c fsync=off"
        );
        let log = format!("{shown}/log");
        cluster.by_postgres("pg_ctl", &["-D", &data, "-w", "-o", &settings, "-l", &log, "start"])?;
        Ok(cluster)
    }

    /// Where psql finds it.
    pub(super) fn address(&self) -> String {
        format!("host={} user=postgres dbname=postgres", self.folder.display())
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn by_postgres(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let program = self.programs.join(program).display().to_string();
        run("runuser", &[&["-u", "postgres", "--", &program], arguments].concat())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nothing of it is wanted afterwards; what cannot be removed here goes with the bench's own folder.
        let _ = self.by_postgres("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where Debian keeps the server's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let with_server = |path: &PathBuf| path.join("pg_ctl").exists();
    versions.flatten().map(|version| version.path().join("bin")).filter(with_server).max()
}
