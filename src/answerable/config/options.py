"""Every setting of an installation: where it is read from, what it means, what is refused.

Settings come from the environment (`ANSWERABLE_…`, and the customary `DATABASE_URL`) or from one TOML file
named by `ANSWERABLE_CONFIG`; the environment wins. Secrets may lie in a folder named by `ANSWERABLE_SECRETS`, a
file for each (`answerable_secret_key`, …), as container platforms mount them.

`answerable doctor` prints the ones in force.
"""

import os
import secrets
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path

from pydantic import AliasChoices, Field, IPvAnyNetwork, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

MIN_SECRET_LENGTH = 40


class Mode(StrEnum):
    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Options(BaseSettings):
    """The settings of one installation; one installation serves one bureau."""

    model_config = SettingsConfigDict(env_prefix="ANSWERABLE_", extra="forbid", env_nested_delimiter="__")

    mode: Mode = Field(Mode.DEVELOPMENT, description="demo, development or production.")
    data_dir: Path = Field(
        Path("var"), description="Folder for the embedded database, attachments, models and keys."
    )
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "ANSWERABLE_DATABASE_URL", "database_url"),
        description="An external PostgreSQL (postgresql://…). Without it the embedded one is used.",
    )
    web_database_url: SecretStr | None = Field(
        None, description="How the web server connects, as the role …_web, where database_url is the owner's."
    )
    worker_database_url: SecretStr | None = Field(
        None, description="How worker and commands connect, as …_worker, where database_url is the owner's."
    )
    sequencer_database_url: SecretStr | None = Field(
        None,
        description="How the journal's sequencer connects, as …_sequencer, where database_url is the owner's.",
    )
    owner_may_serve: bool = Field(
        False,
        description="Let web and worker connect as the tables' owner in production. Doctor goes on to warn.",
    )
    database_schema: str = Field(
        "answerable", pattern=r"^[a-z_][a-z0-9_]{0,62}$", description="The schema that this bureau owns."
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs sessions. Made and kept in data_dir if unset."
    )
    vault_key: SecretStr | None = Field(
        None, description="Encrypts identities (64 hex digits). Made and kept in data_dir if unset."
    )
    secret_key_fallbacks: list[SecretStr] = Field(
        [], description="Earlier secret keys that still verify, newest first, while one is changed."
    )
    vault_key_fallbacks: list[SecretStr] = Field(
        [], description="Earlier vault keys, while `answerable keys rotate vault` wraps anew."
    )
    keystore: Path | None = Field(
        None, description="The key inventory, outside the database. keys/keystore.json in data_dir if unset."
    )
    hosts: list[str] = Field(["localhost", "127.0.0.1", "[::1]"], description="Host names that are served.")
    address: str = Field("127.0.0.1", description="Address on which `answerable web` listens.")
    port: int = Field(8000, ge=1, le=65535, description="Port on which `answerable web` listens.")
    web_processes: int = Field(2, ge=1, le=64, description="Processes of the web server.")
    web_threads: int = Field(2, ge=1, le=64, description="Threads in each of them.")
    public_url: str = Field("http://127.0.0.1:8000", description="The address that residents type.")
    proxies: list[IPvAnyNetwork] = Field(
        [ip_network("127.0.0.0/8"), ip_network("::1/128")],
        description="Networks of our own proxies; only they are believed what X-Forwarded-For and -Proto say.",
    )
    outgoing_hosts: list[str] = Field(
        [], description="Hosts that may be called over https (single sign-on, witnesses). No other one is."
    )
    outgoing_private: list[IPvAnyNetwork] = Field(
        [],
        description="Networks of the bureau's own that those hosts may stand in; else public addresses only.",
    )
    oidc_issuer: str = Field(
        "",
        description="The bureau's identity provider (OpenID Connect), exactly as it names itself. None if unset.",
    )
    oidc_client_id: str = Field("", description="What we are called there.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Our secret there.")
    oidc_name: str = Field("SSO", description="What the button on the sign-in page calls the provider.")
    oidc_username_claim: str = Field(
        "preferred_username",
        description="The claim that finds an account the first time; afterwards issuer and subject do.",
    )
    oidc_second_factor: list[str] = Field(
        [],
        description="Values of acr or amr that prove a second factor there; else ours is asked for as well.",
    )
    https: bool = Field(False, description="Whether residents and staff reach us over TLS.")
    bureau_name_zh: str = Field("公安局", description="The bureau's name on Chinese pages.")
    bureau_name_en: str = Field("Police Bureau", description="The bureau's name on English pages.")
    hotline: str = Field("", description="The hotline's number, shown on every page.")
    time_zone: str = Field("Asia/Shanghai", description="The zone of working hours and of what people read.")
    smtp_url: SecretStr | None = Field(None, description="smtp://user:password@host:port for e-mail out.")
    clamd: str = Field(
        "",
        pattern=r"^(unix:/.+|tcp:.+:\d{1,5})?$",
        description="ClamAV's daemon: unix:/run/clamav/clamd.ctl or tcp:host:port. Without it nothing is scanned.",
    )
    mail_from: str = Field("", description="The neutral sender of e-mail, e.g. service@example.org.")
    journal_origin: str = Field(
        "",
        pattern=r"^[^\s+]*$",
        description="The log's name for ever, e.g. journal.example.org/1. From public_url if unset; fixed once used.",
    )
    journal_every_seconds: int = Field(
        600, ge=1, le=86400, description="A checkpoint of the journal is published so often, at fixed times."
    )
    journal_dir: Path | None = Field(
        None, description="Tiles and checkpoints, outside the database. journal/ in data_dir if unset."
    )
    signer_dir: Path | None = Field(
        None, description="The signer's key and state, its own alone. signer/ in data_dir if unset."
    )
    journal_witnesses: Path | None = Field(
        None, description="A policy file (C2SP tlog-policy) whose witnesses see each checkpoint."
    )
    backup_dir: Path | None = Field(
        None,
        description="Folder for sealed backups of the embedded database, best on another disk. None are kept if unset.",
    )
    backup_every_hours: int = Field(24, ge=1, le=168, description="`answerable up` makes a base so often.")
    backup_days: int = Field(
        14, ge=1, le=35, description="So far back a moment can be restored; older backups are deleted."
    )
    warnings_per_week: float = Field(
        2.0,
        gt=0,
        le=50,
        description="How many false early warnings a week the bureau is willing to look into.",
    )
    rating_days: int = Field(15, ge=1, le=90, description="How long an answer can be rated.")
    contest_days: int = Field(7, ge=1, le=90, description="How long a refusal can be contested.")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        sources: list[PydanticBaseSettingsSource] = [init_settings, env_settings]
        if path := os.environ.get("ANSWERABLE_CONFIG"):
            if not Path(path).is_file():
                raise ValueError(f"ANSWERABLE_CONFIG names {path}, which is not a file.")
            sources.append(TomlConfigSettingsSource(settings_cls, toml_file=path))
        if folder := os.environ.get("ANSWERABLE_SECRETS"):
            if not Path(folder).is_dir():
                raise ValueError(f"ANSWERABLE_SECRETS names {folder}, which is not a folder.")
            sources.append(SecretsSettingsSource(settings_cls, secrets_dir=folder))
        return tuple(sources)

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> "Options":
        """Refuse to start in production with what would be unsafe, and name every fault at once."""
        if self.mode is not Mode.PRODUCTION:
            return self
        faults = [sentence for unsafe, sentence in self._production_faults() if unsafe]
        if faults:
            raise ValueError("unsafe in production: " + " ".join(faults))
        return self

    def _production_faults(self) -> list[tuple[bool, str]]:
        secret = self.secret_key.get_secret_value() if self.secret_key else ""
        vault = self.vault_key.get_secret_value() if self.vault_key else ""
        return [
            (len(secret) < MIN_SECRET_LENGTH, f"Set secret_key to {MIN_SECRET_LENGTH} characters or more."),
            (len(vault) != 64, "Set vault_key to 64 hex digits, kept outside the database."),
            (not self.https, "Set https = true and serve over TLS."),
            (not self.public_url.startswith("https://"), "Set public_url to the https address."),
            ("*" in self.hosts, "Name the hosts; '*' lets anybody poison links."),
        ]

    @property
    def journal_folder(self) -> Path:
        return self.journal_dir or self.data_dir / "journal"

    @property
    def signer_folder(self) -> Path:
        return self.signer_dir or self.data_dir / "signer"

    @property
    def log_origin(self) -> str:
        """The name that a new log takes."""
        return self.journal_origin or f"{self.public_url.partition('://')[2].strip('/')}/journal"

    def kept_secret(self, name: str, given: SecretStr | None, *, hex_bytes: int = 32) -> str:
        """Return a given secret, or the one kept in the data folder, made on first use (mode 0600)."""
        if given is not None:
            return given.get_secret_value()
        path = self.data_dir / "keys" / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(hex_bytes))
        return path.read_text().strip()


def load() -> Options:
    """Read the settings in force.

    Raises:
        pydantic.ValidationError: a setting is unknown, malformed, or unsafe in production.
    """
    return Options()
